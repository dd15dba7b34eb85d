import type { Reading } from '../event-type';
import { spoken } from '../reading';

/** The stages we offer, in their order. Data may hold any other slug: companies have stages of their own. */
export const OPPORTUNITY_STAGES = ['prospecting', 'engaging', 'qualification', 'proposal', 'negotiation'] as const;

const NAMES: Readonly<Record<(typeof OPPORTUNITY_STAGES)[number], Reading>> = {
  prospecting: { en: 'Prospecting', de: 'Akquise' },
  engaging: { en: 'Engaging', de: 'Im Gespräch' },
  qualification: { en: 'Qualification', de: 'Qualifizierung' },
  proposal: { en: 'Proposal', de: 'Angebot' },
  negotiation: { en: 'Negotiation', de: 'Verhandlung' },
};

export function readStage(stage: string | undefined): Reading | undefined {
  if (stage === undefined) return undefined;
  const known = Object.hasOwn(NAMES, stage) ? (NAMES as Readonly<Record<string, Reading>>)[stage] : undefined;
  return known ?? { en: spoken(stage), de: spoken(stage) };
}
