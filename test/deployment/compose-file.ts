import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');

/** What our rules look at; the rest of the format is the business of its own parser. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export interface Service {
  readonly image?: string;
  readonly build?: unknown;
  readonly container_name?: string;
  readonly command?: readonly string[];
  readonly scale?: string;
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly mem_limit?: string;
  readonly stop_grace_period?: string;
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
}

export function composeText(): string {
  return readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8');
}

export function composeFile(text = composeText()): ComposeFile {
  return load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) as ComposeFile;
}

/** `KEY=` and `#KEY=value` of `.env.example`: those without a value are required, the others are set already. */
export function exampleSettings(): ReadonlyMap<string, string> {
  const lines = readFileSync(path.join(ROOT, '.env.example'), 'utf8').matchAll(/^#?([A-Z_]+)=(.*)$/gm);
  return new Map([...lines].map(([, name = '', value = '']) => [name, value]));
}

export interface Variable {
  readonly name: string;
  /** `null` = required. */
  readonly otherwise: string | null;
}

/** Every `${…}` of a text, in order. */
export function variablesIn(text: string): readonly Variable[] {
  return [...text.matchAll(/\$\{([A-Z_]+)(?::-([^}]*)|:\?[^}]+)\}/g)].map(([, name = '', otherwise = null]) => ({ name, otherwise }));
}

/** As a container is given it, where only what is required is set. */
export function filledIn(text: string, required: string): string {
  return text.replaceAll(/\$\{[A-Z_]+(?::-([^}]*)|:\?[^}]+)\}/g, (_all, otherwise: string | undefined) => otherwise ?? required);
}
