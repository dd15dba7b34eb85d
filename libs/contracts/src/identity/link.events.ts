import { Type } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { eventType, IdentifierSchema, type FactOf, type NamedParty, type NodeOf, type Reading } from '../event-type';
import { fields, Label, ShortFreeText, ThingId } from '../fields';
import { line, named } from '../reading';

/** `a` and `b` are the same customer. One stream per link; linking again is a new link. */
export const nodesLinked = eventType({
  type: 'identity.nodes-linked',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ linkId: ThingId, a: IdentifierSchema, b: IdentifierSchema, rule: Label, evidence: Type.Optional(ShortFreeText) }),
  stream: (data) => `link-${data.linkId}`,
  parties: bothEnds,
  subject: smallerNode,
  reads: (data) => line({ en: 'Merged', de: 'Zusammengeführt' }, both(data), ruleOf(data.rule), data.evidence),
});

/** That link does not hold, and never did. May arrive before the link it undoes, so it names both ends too. */
export const nodesUnlinked = eventType({
  type: 'identity.nodes-unlinked',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ linkId: ThingId, a: IdentifierSchema, b: IdentifierSchema, reason: Type.Optional(ShortFreeText) }),
  stream: (data) => `link-${data.linkId}`,
  parties: bothEnds,
  subject: smallerNode,
  reads: (data) => line({ en: 'Unmerged', de: 'Getrennt' }, both(data), data.reason),
});

export type LinkEvent = FactOf<typeof nodesLinked> | FactOf<typeof nodesUnlinked>;

/** Why somebody of ours said so; the rules of sources go by their own names. */
const RULES: Readonly<Record<string, Reading>> = {
  'by hand': { en: 'by hand', de: 'von Hand' },
  'entered together': { en: 'entered together', de: 'gemeinsam angelegt' },
};

function ruleOf(rule: string): Reading | undefined {
  return (Object.hasOwn(RULES, rule) ? RULES[rule] : undefined) ?? named('rule', 'Regel', rule);
}

interface Ends {
  readonly a: Identifier;
  readonly b: Identifier;
}

function bothEnds(data: Ends): readonly NamedParty[] {
  return [data.a, data.b].map((identifier) => ({ identifier, role: 'customer' }));
}

/** So that the lane is the same whichever end was named first. */
function smallerNode(data: Ends, node: NodeOf): string {
  const [a, b] = [node(data.a), node(data.b)];
  return a < b ? a : b;
}

function both({ a, b }: Ends) {
  if (typeof a.value !== 'string' || typeof b.value !== 'string') return undefined;
  return { en: `${a.value} and ${b.value}`, de: `${a.value} und ${b.value}` };
}
