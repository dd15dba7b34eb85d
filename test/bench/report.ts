import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Measured } from './harness';

export function table(measured: readonly Measured[]): string {
  const rows = measured.map(({ what, result, reference, floor, met }) => `| ${what} | ${result} | ${reference} | ${floor ?? 'reported'}${met === false ? ', **missed**' : ''} |`);
  return ['| what | result | against | floor |', '|---|---|---|---|', ...rows].join('\n');
}

export function machine(now: Date): string {
  const [cpu] = os.cpus();
  return `${now.toISOString().slice(0, 10)}, ${cpu?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${os.type()}, ${forcedWrites().toLocaleString('en')} forced writes of 1 KiB a second; load at the start ${os.loadavg()[0]?.toFixed(1)}.`;
}

/** How fast the disk is where it matters: `write` and `fdatasync`, one after the other. */
function forcedWrites(): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-bench-'));
  const file = openSync(path.join(folder, 'disk'), 'a');
  const [bytes, writes] = [Buffer.alloc(1024), 500];
  const begun = performance.now();
  for (let i = 0; i < writes; i += 1) {
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  const rate = Math.round((writes * 1000) / (performance.now() - begun));
  closeSync(file);
  rmSync(folder, { recursive: true });
  return rate;
}

/** Puts the figures between two marks of a page, and leaves the rest of it. */
export function rewrite(file: string, name: 'measured' | 'million' | 'servers', text: string): void {
  const page = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no marks to write ${name} between`);
  writeFileSync(file, `${before}${begin}\n${text}\n${end}${after}`);
}
