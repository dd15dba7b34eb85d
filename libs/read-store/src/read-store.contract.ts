import type { ReadStoreFactory } from './contract-fixture';
import { documentsContract } from './documents.contract';
import { entriesContract } from './entries.contract';
import { shelvesContract } from './shelves.contract';
import { writingContract } from './writing.contract';

/** What every read store must do. `factory` gives a fresh, empty store for each case; the suite closes it. Call it in a Jest file. */
export function readStoreContract(name: string, factory: ReadStoreFactory): void {
  describe(name, () => {
    writingContract(factory);
    documentsContract(factory);
    entriesContract(factory);
    shelvesContract(factory);
  });
}
