import { catalogue, type EventType, type Reading } from '@throughline/contracts';
import { sealPlan, type SealPlan } from '@throughline/vault';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Contexts in the order a customer meets them. */
const CONTEXTS: Readonly<Record<string, Reading>> = {
  marketing: { en: 'Marketing', de: 'Marketing' },
  sales: { en: 'Sales', de: 'Vertrieb' },
  service: { en: 'Service', de: 'Service' },
  customer: { en: 'The customer', de: 'Der Kunde' },
  record: { en: 'Mistakes put right', de: 'Berichtigungen' },
  identity: { en: 'Who is who', de: 'Wer ist wer' },
  staff: { en: 'Our own people', de: 'Unsere Mitarbeiter' },
  process: { en: 'What waits for a time', de: 'Was auf einen Zeitpunkt wartet' },
  intake: { en: 'Quarantine', de: 'Quarantäne' },
  settings: { en: 'Settings', de: 'Einstellungen' },
};

const HEAD = `# Every event there is · Alle Ereignisse

<!-- Generated from the catalogue and its goldens: npm run docs -->

What happens to a customer is recorded as one of these. The two columns show how an example reads on the timeline; the
details below each table list what it holds: *italic* may be left out, † is sealed with the customer's own key. *Open* events may
come from another system, *closed* ones only from Throughline itself. Other types are kept as they come and shown generically.

Was einem Kunden widerfährt, wird als eines dieser Ereignisse festgehalten. Die Spalten zeigen, wie ein Beispiel im Verlauf zu
lesen ist; darunter steht, was es enthält: *Kursives* kann fehlen, † ist mit dem Schlüssel des Kunden versiegelt.
`;

type Lines = ReadonlyMap<string, Reading>;

/** The whole sheet as Markdown. `goldens`: the folder with one example of each type and version. */
export function eventsSheet(goldens: string): string {
  const lines = linesIn(goldens);
  const contexts = [...new Set(catalogue.types.map(({ type }) => catalogue.context(type)))];
  const order = Object.keys(CONTEXTS);
  return [HEAD, ...contexts.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)).map((context) => chapter(context, lines))].join('\n');
}

function linesIn(goldens: string): Lines {
  const examples = readdirSync(goldens).map((file) => JSON.parse(readFileSync(path.join(goldens, file), 'utf8')) as { readonly event: { readonly type: string; readonly schemaVersion: number }; readonly reads: Reading });
  return new Map(examples.map(({ event, reads }) => [`${event.type} ${event.schemaVersion}`, reads]));
}

function chapter(context: string, lines: Lines): string {
  const types = catalogue.types.filter(({ type }) => catalogue.context(type) === context);
  const { en, de } = CONTEXTS[context] ?? { en: context, de: context };
  const rows = types.map((one) => {
    const example = lines.get(`${one.type} ${one.version}`);
    return `| \`${one.type}\` | ${cell(example?.en)} | ${cell(example?.de)} |`;
  });
  return [`## ${en === de ? en : `${en} · ${de}`}`, '', '| event | English | Deutsch |', '|---|---|---|', ...rows, '', '<details><summary>fields · Felder</summary>', '', ...types.map(fieldsOf), '', '</details>', ''].join('\n');
}

function cell(text = ''): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

interface Described {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
}

function fieldsOf({ type, version, door, schema }: EventType): string {
  return `- \`${type}\`, version ${version}, ${door}: ${membersOf(schema as Described, sealPlan(schema))}`;
}

function membersOf({ properties = {}, required = [] }: Described, plan: SealPlan): string {
  const plans = new Map(plan?.kind === 'object' ? plan.members : []);
  return Object.entries(properties)
    .map(([name, member]) => `${required.includes(name) ? name : `*${name}*`}${described(member, plans.get(name) ?? null)}`)
    .join(', ');
}

/** What stands in it, where that is more than a text or a number. */
function described(member: Described, plan: SealPlan): string {
  const mark = plan?.kind === 'subject' || (plan?.kind === 'object' && plan.identifier) ? '†' : '';
  if (member.enum !== undefined) return `${mark} (${member.enum.map(String).join(' / ')})`;
  if (plan?.kind === 'object' && plan.identifier) return mark;
  if (member.properties !== undefined) return `${mark} {${membersOf(member, plan)}}`;
  if (member.items?.properties !== undefined) return `${mark} [${membersOf(member.items, plan?.kind === 'array' ? plan.items : null)}]`;
  return mark;
}
