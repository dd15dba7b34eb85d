export { ArchiveError } from './archive';
export type { Company, Manifest, Part, Segment, Step, Work } from './archive';
export type { Comparison, Digests } from './compare';
export { exportCompany } from './export-company';
export { Archive, openArchive } from './open-archive';
export { restoreCompany } from './restore-company';
