/**
 * Any event log in XES as an import of Throughline: one trace is one ticket or one opportunity, one event of the log is
 * exactly one event, in file order:
 *
 *   node dist/examples/xes.js FILE.xes.gz > tickets.ndjson
 *
 * The activity stands word for word in `data.activity`, whatever type it becomes. Other attributes of the log than activity,
 * time, customer, product and deadline have no field in the catalogue and are left behind.
 */
import { Command, Option } from 'commander';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { runConverter, type CloudEvent } from './cloud-events';
import { xesEvents, type XesEvent } from './xes-log';
import { KINDS, mappingOf, meaningFor, stageFor, takes, type Kind, type Mapping } from './xes-mapping';

export interface XesOptions {
  readonly as?: Kind;
  /** A JSON file: what an activity becomes. */
  readonly mapping?: string;
  /** Puts `+<transition>` behind every activity. */
  readonly lifecycle?: boolean;
  /** Put before every case id, so that the cases of two logs do not become the same thing. */
  readonly prefix?: string;
}

/** What was not as it should be; filled while the events are read. */
export interface XesFindings {
  cases: number;
  withoutTime: number;
  /** They were taken as UTC. */
  withoutZone: number;
  withoutName: number;
  /** Names of activities of more than 200 characters, cut there. */
  cut: number;
}

export function noFindings(): XesFindings {
  return { cases: 0, withoutTime: 0, withoutZone: 0, withoutName: 0, cut: 0 };
}

/** Streamed; throws an `InputError` where file or mapping cannot be read. */
export async function* xesToCloudEvents(file: string, options: XesOptions = {}, findings = noFindings()): AsyncGenerator<CloudEvent> {
  const mapping = mappingOf(options.as ?? 'ticket', options.mapping);
  const source = `/examples/xes/${path.basename(file).replace(/\.xes(\.gz)?$/, '').slice(0, 200)}`;
  for await (const event of xesEvents(file)) {
    findings.cases = event.trace;
    yield cloudEvent(event, mapping, { source, prefix: options.prefix ?? '', hasLifecycle: options.lifecycle ?? false }, findings);
  }
}

interface Naming {
  readonly source: string;
  readonly prefix: string;
  readonly hasLifecycle: boolean;
}

function cloudEvent(event: XesEvent, mapping: Mapping, { source, prefix, hasLifecycle }: Naming, findings: XesFindings): CloudEvent {
  const transition = event.attributes.get('lifecycle:transition');
  const name = nameOf(event, findings);
  const meaning = meaningFor(mapping, name, transition, event.index === 1);
  const activity = shortened(hasLifecycle && transition !== undefined ? `${name}+${transition}` : name, findings);
  const thing = thingIdOf(prefix + (event.traceAttributes.get('concept:name') ?? `trace ${event.trace}`));
  const time = timeOf(event.attributes.get('time:timestamp'), findings);
  return {
    specversion: '1.0',
    // With its place in the file: two traces may bear the same name, two events the same everything.
    id: `${thing}#${event.trace}.${event.index}`,
    source,
    type: meaning.type,
    ...(time === undefined ? {} : { time }),
    data: { [KINDS[mapping.kind].id]: thing, ...(event.index === 1 ? aboutCase(event, meaning.type) : {}), ...stageFor(meaning.type, activity), activity, ...meaning.data },
  };
}

/** The first event of a case says whom it concerns and what about, as far as its type has a field for it. */
function aboutCase({ attributes, traceAttributes }: XesEvent, type: string): Record<string, unknown> {
  const [customer, product] = ['customer', 'product'].map((key) => attributes.get(key) ?? traceAttributes.get(key) ?? '');
  const deadline = rfc3339(attributes.get('deadline') ?? traceAttributes.get('deadline'))?.time;
  const field = ['company', 'customer'].find((one) => takes(type, one));
  return {
    ...(field !== undefined && customer !== undefined && /\S/.test(customer) && customer.length <= 320 ? { [field]: { type: 'company', value: customer } } : {}),
    ...(takes(type, 'deadline') && deadline !== undefined ? { deadline } : {}),
    ...(takes(type, 'product') && product !== undefined && product !== '' && product.length <= 200 ? { product } : {}),
  };
}

function nameOf({ attributes }: XesEvent, findings: XesFindings): string {
  const name = attributes.get('concept:name') ?? '';
  if (name !== '') return name;
  findings.withoutName += 1;
  return '(no name)';
}

function shortened(activity: string, findings: XesFindings): string {
  const characters = [...activity];
  if (characters.length <= 200) return activity;
  findings.cut += 1;
  return characters.slice(0, 200).join('');
}

const NOT_VISIBLE = /[\p{Cc}]+/gu;

/** As the catalogue wants ids of things: visible, at most 200 characters. What had to be changed gets a digest, so that two cases never become one. */
function thingIdOf(name: string): string {
  const visible = name.replace(NOT_VISIBLE, ' ');
  if (visible === name && name !== '' && name.length <= 200) return name;
  return `${[...visible].slice(0, 90).join('')}~${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/i;

/** As it stands in the file; without an offset it is taken as UTC. */
function rfc3339(text: string | undefined): { readonly time: string; readonly hasZone: boolean } | undefined {
  const [, dateTime, zone] = DATE_TIME.exec(text?.trim() ?? '') ?? [];
  const time = `${dateTime}${zone ?? 'Z'}`;
  return dateTime === undefined || Number.isNaN(Date.parse(time)) ? undefined : { time, hasZone: zone !== undefined };
}

function timeOf(text: string | undefined, findings: XesFindings): string | undefined {
  const read = rfc3339(text);
  if (read === undefined) findings.withoutTime += 1;
  else if (!read.hasZone) findings.withoutZone += 1;
  return read?.time;
}

const number = (value: number): string => value.toLocaleString('en');

function summary(count: number, findings: XesFindings): string {
  const oddities = [
    [findings.withoutTime, 'without a readable time: they get the time of their import'],
    [findings.withoutZone, 'without an offset: taken as UTC'],
    [findings.withoutName, 'without a name: "(no name)"'],
    [findings.cut, 'with a name of more than 200 characters: cut'],
  ] as const;
  return [`${number(count)} events of ${number(findings.cases)} cases`, ...oddities.filter(([found]) => found > 0).map(([found, what]) => `${number(found)} ${what}`)].join('; ');
}

function main(): Promise<void> {
  const program = new Command('xes')
    .description('Writes an event log in XES, plain or gzipped, as CloudEvents, one a line, to stdout.')
    .argument('<file>', 'the log')
    .addOption(new Option('--as <kind>', 'what a trace is').choices(Object.keys(KINDS)).default('ticket'))
    .option('--mapping <file>', 'JSON: what an activity becomes, as {"Activity": "sales.opportunity-won"} or {"Activity": {"type": "…", "data": {…}}}')
    .option('--lifecycle', 'put +<lifecycle:transition> behind every activity')
    .option('--prefix <text>', 'put this before every case id, so that cases of two logs stay apart')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  const findings = noFindings();
  return runConverter('xes', xesToCloudEvents(program.args[0] as string, program.opts<XesOptions>(), findings), (count) => summary(count, findings));
}

if (require.main === module) void main();
