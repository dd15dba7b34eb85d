import { consumingContract } from './consuming.contract';
import type { EventLogCapabilities, EventLogFixture } from './contract-fixture';
import { deliveryContract } from './delivery.contract';
import { sharingContract } from './sharing.contract';

/** What every event log must do. Each case gets a fixture of its own. */
export function eventLogContract(name: string, capabilities: EventLogCapabilities, factory: () => Promise<EventLogFixture>): void {
  describe(`event log contract: ${name}`, () => {
    let fixture: EventLogFixture;

    beforeEach(async () => {
      fixture = await factory();
    });

    afterEach(async () => {
      await fixture.log.close();
      await fixture.store.close();
      await fixture.dispose?.();
    });

    deliveryContract(() => fixture, capabilities);
    consumingContract(() => fixture, capabilities);
    sharingContract(() => fixture, capabilities);
  });
}
