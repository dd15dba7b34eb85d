import { consumingContract } from './consuming.contract';
import type { EventLogFixture } from './contract-fixture';
import { deliveryContract } from './delivery.contract';
import { sharingContract } from './sharing.contract';

export interface EventLogCapabilities {
  /** As the fixture's log has them; cases about several partitions need more than one. */
  readonly partitions: number;
  /** Whether a log that nobody disturbs delivers each event once; `false` for one that makes trouble on purpose. */
  readonly quiet: boolean;
}

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
