import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from '../faults/server';
import { percentile, type Measured } from './harness';
import { cleanUp, type Servers } from './servers';
import { PEOPLE } from './world';

const AT_ONCE = 32;
/** Of so many commands the timeline is asked for once: whoever reads takes from those who write. */
const LOOKED_AT = 3;

interface Product {
  readonly url: string;
  readonly authorization: string;
}

/**
 * The whole product in one process over the three servers: how many notes a second it takes until all of them are on the timelines; then,
 * at half of that, how long after its acknowledgement a note is on the timeline of its customer, as somebody sees it who asks at once.
 */
export async function latency(servers: Servers, commands: number, seconds: number): Promise<readonly Measured[]> {
  const [folder, namespace] = [mkdtempSync(path.join(os.tmpdir(), 'throughline-bench-')), `bench-${randomUUID().slice(0, 8)}`];
  const server = new Server(folder, { env: { ...servers.addresses, THROUGHLINE_NAMESPACE: namespace, THROUGHLINE_MASTER_KEY: Buffer.alloc(32, namespace).toString('base64') } });
  try {
    const { url, key } = await server.ready;
    const product = { url, authorization: `Bearer ${key}` };
    await together(product, commands / 4);
    const most = await together(product, commands);
    const waits = await paced(product, most / 2, seconds);
    return [
      { what: 'notes over HTTP, 32 at once, until all are on the timelines', result: `${Math.round(most)}/s`, reference: '', floor: null, met: null },
      { what: `from the acknowledgement of a note to its timeline, at ${Math.round(most / 2)} notes a second`, result: `p50 ${percentile(waits, 0.5).toFixed(0)} ms, p99 ${percentile(waits, 0.99).toFixed(0)} ms`, reference: `${waits.length} of ${Math.round((most / 2) * seconds)} notes looked at`, floor: null, met: null },
    ];
  } finally {
    await server.stop();
    await cleanUp(servers.addresses, namespace);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Notes a second, over all of them and until the last is on its timeline. */
async function together(product: Product, count: number): Promise<number> {
  let [next, begun] = [0, performance.now()];
  const writer = async (): Promise<void> => {
    let last: Written | null = null;
    while (next < count) last = await write(product, (next += 1));
    if (last !== null) await see(product, last);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writer));
  return (count * 1000) / (performance.now() - begun);
}

/** Milliseconds each. A note is due at its time, whether those before it are done or not. */
async function paced(product: Product, perSecond: number, seconds: number): Promise<readonly number[]> {
  const waits: number[] = [];
  const one = async (number: number): Promise<void> => {
    const written = await write(product, number);
    const acknowledged = performance.now();
    if (number % LOOKED_AT !== 0) return;
    await see(product, written);
    waits.push(performance.now() - acknowledged);
  };
  const [begun, running] = [performance.now(), [] as Promise<void>[]];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const early = begun + (number * 1000) / perSecond - performance.now();
    if (early > 1) await pause(early);
    running.push(one(number));
  }
  await Promise.all(running);
  return waits;
}

interface Written {
  readonly person: string;
  readonly position: string;
}

async function write(product: Product, number: number): Promise<Written> {
  const person = `email:simulated-${number % PEOPLE}@example.com`;
  const { position } = (await ask(product, 'POST', `/customers/${person}/notes`, { text: `Simulated ${randomUUID()}: called about the order, wants it delivered to the office.` })) as { readonly position: string };
  return { person, position };
}

/** Answers when everything up to the position is on the timeline. */
async function see(product: Product, { person, position }: Written): Promise<void> {
  const { entries } = (await ask(product, 'GET', `/customers/${person}/timeline?limit=1&minPosition=${position}`)) as { readonly entries: readonly unknown[] };
  if (entries.length !== 1) throw new Error('the timeline is empty');
}

const agent = new Agent({ keepAlive: true });

function ask({ url, authorization }: Product, method: 'GET' | 'POST', route: string, body?: unknown): Promise<unknown> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asking = request(url + route, { agent, method, headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }) } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => ((response.statusCode ?? 500) < 300 ? resolve(JSON.parse(Buffer.concat(chunks).toString())) : reject(new Error(`${method} ${route} was answered with ${response.statusCode}: ${Buffer.concat(chunks).toString()}`))));
    });
    asking.on('error', reject);
    asking.end(text);
  });
}
