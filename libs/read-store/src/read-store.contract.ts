import type { ReadStoreFactory } from './contract-fixture';
import { documentsContract } from './documents.contract';
import { entriesContract } from './entries.contract';
import { shelvesContract } from './shelves.contract';
import { writingContract } from './writing.contract';

export interface ReadStoreCapabilities {
  /** A batch that cannot be written whole leaves nothing. Default true; without, it leaves what the port says. */
  readonly transactions?: boolean;
}

/** What every read store must do. `factory` gives a fresh, empty store for each case; the suite closes it. Call it in a Jest file. */
export function readStoreContract(name: string, factory: ReadStoreFactory, { transactions = true }: ReadStoreCapabilities = {}): void {
  describe(name, () => {
    writingContract(factory, transactions);
    documentsContract(factory);
    entriesContract(factory);
    shelvesContract(factory, transactions);
  });
}
