import { appendingContract } from './appending.contract';
import type { EventStoreFactory } from './contract-fixture';
import { followingContract } from './following.contract';
import { limitsContract } from './limits.contract';
import { readingContract } from './reading.contract';
import { repeatingContract } from './repeating.contract';
import { restoringContract } from './restoring.contract';
import { survivingContract } from './surviving.contract';
import { writersContract } from './writers.contract';

/**
 * What every event store must do. `factory` gives a fresh, empty store for each case; the suite closes it. Call it in a Jest
 * file. `survives: false` is for a store that forgets with its process; all others must offer `reopen`.
 */
export function eventStoreContract(name: string, factory: EventStoreFactory, { survives = true }: { readonly survives?: boolean } = {}): void {
  describe(name, () => {
    appendingContract(factory);
    repeatingContract(factory);
    writersContract(factory);
    readingContract(factory);
    followingContract(factory);
    limitsContract(factory);
    restoringContract(factory, survives);
    if (survives) survivingContract(factory);
  });
}
