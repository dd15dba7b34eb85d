export { candidateIdentifiers, parseIdentifier } from './identifier';
export { linkView } from './link.view';
export type { LinkEnd } from './link.view';
export { linksInForce, resolveNodes, until } from './resolve';
export type { Moment } from './resolve';
