import type { Reading } from '../event-type';
import { spoken } from '../reading';

const STAGES = {
  prospecting: { en: 'Prospecting', de: 'Akquise' },
  engaging: { en: 'Engaging', de: 'Im Gespräch' },
  qualification: { en: 'Qualification', de: 'Qualifizierung' },
  proposal: { en: 'Proposal', de: 'Angebot' },
  negotiation: { en: 'Negotiation', de: 'Verhandlung' },
} as const satisfies Record<string, Reading>;

/** The stages we offer, in their order. Data may hold any other slug: companies have stages of their own. */
export const OPPORTUNITY_STAGES = Object.keys(STAGES) as (keyof typeof STAGES)[];

export function readStage(stage: string | undefined): Reading | undefined {
  if (stage === undefined) return undefined;
  return (STAGES as Readonly<Record<string, Reading>>)[stage] ?? { en: spoken(stage), de: spoken(stage) };
}
