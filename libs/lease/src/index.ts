export { MemoryLeaseBook } from './lease-book';
export type { LeaseBook, LeaseRow } from './lease-book';
export { Leases } from './leases';
export type { LeasesOptions, Work } from './leases';
export { leaseBookContract } from './lease-book.contract';
export type { LeaseBookFixture } from './lease-book.contract';
