// Real: the book in memory. Nothing is replaced.
import { MemoryLeaseBook } from './lease-book';
import { leaseBookContract } from './lease-book.contract';

leaseBookContract('memory', async () => {
  const book = new MemoryLeaseBook();
  return { book, again: async () => book };
});
