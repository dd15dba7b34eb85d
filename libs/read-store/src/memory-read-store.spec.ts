// Real: the memory adapter itself, which is also what the contract's expectations were first run against.
import { MemoryReadStore } from './memory-read-store';
import { readStoreContract } from './read-store.contract';

readStoreContract('shelves in memory', async () => new MemoryReadStore());
