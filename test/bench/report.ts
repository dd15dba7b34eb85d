import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import type { Measured } from './harness';

const [BEGIN, END] = ['<!-- measured: begin -->', '<!-- measured: end -->'];

export function table(measured: readonly Measured[]): string {
  const rows = measured.map(({ what, result, reference, floor, met }) => `| ${what} | ${result} | ${reference} | ${floor ?? 'reported'}${met === false ? ', **missed**' : ''} |`);
  return ['| what | result | against | floor |', '|---|---|---|---|', ...rows].join('\n');
}

export function machine(now: Date): string {
  const [cpu] = os.cpus();
  return `${now.toISOString().slice(0, 10)}, ${cpu?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${os.type()}; load at the start ${os.loadavg()[0]?.toFixed(1)}.`;
}

/** Puts the figures between the marks of a page, and leaves the rest of it. */
export function rewrite(file: string, text: string): void {
  const page = readFileSync(file, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no marks to write between`);
  writeFileSync(file, `${before}${BEGIN}\n${text}\n${END}${after}`);
}
