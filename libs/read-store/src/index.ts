export { readStoreContract } from './read-store.contract';
export { ReadStoreError } from './read-store';
export type {
  ActiveGeneration,
  Checkpoint,
  DocumentQuery,
  DocumentWrite,
  EntryCursor,
  EntryQuery,
  ParkedEvent,
  ParkedQuery,
  ReadStore,
  Scalar,
  Shelf,
  ShelfBatch,
  ShelfDefinition,
  StoredDocument,
  StoredEntry,
  Where,
} from './read-store';
export { MemoryReadStore } from './memory-read-store';
export { compareScalars, compareText, containsText, matches, scalarAt } from './where';
export { everyDocument, everyEntry } from './every';
export { asked, containing, pageOf, wordsIn } from './pages';
export type { Page, PageQuery } from './pages';
