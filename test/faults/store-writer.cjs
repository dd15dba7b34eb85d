/**
 * A process that appends to a store as fast as it can and says each event that was acknowledged, in one write each:
 * `ack <stream> <revision> <position> <id>`. It is there to be killed, or ends after so many:
 * `node store-writer.cjs FILE [WRITERS] [ANSWERS] [MILLISECONDS BETWEEN]`.
 */
const { randomUUID } = require('node:crypto');
const { writeSync } = require('node:fs');
const { setTimeout } = require('node:timers/promises');
require('./run-sources.cjs');
const { SqliteEventStore } = require('@throughline/event-store-sqlite');

const [file, writers = '20', enough = 'Infinity', pause = '0'] = process.argv.slice(2);
let answers = 0;

function anEvent() {
  const id = randomUUID();
  return { id, type: 'test.happened', schemaVersion: 1, source: 'test', subject: 's', parties: [], occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, data: 'x'.repeat(300) };
}

/** Goes on where its stream was left by a writer that was killed. */
async function write(store, stream) {
  let revision = -1;
  for await (const last of store.readStream(stream, { backwards: true, limit: 1 })) revision = last.revision;
  for (;;) {
    const result = await store.append(stream, revision < 0 ? 'no-stream' : revision, [anEvent()]);
    if (result.kind !== 'done') throw new Error(`${stream}: ${result.kind}`);
    const [{ id, position }] = result.events;
    revision += 1;
    writeSync(1, `ack ${stream} ${revision} ${position} ${id}\n`);
    if (++answers >= Number(enough)) process.exit();
    if (pause !== '0') await setTimeout(Number(pause));
  }
}

(async () => {
  const store = await SqliteEventStore.open({ path: file });
  await Promise.all(Array.from({ length: Number(writers) }, (_, n) => write(store, `writer-${n}`)));
})().catch((error) => {
  writeSync(1, `stopped ${error.code} ${error.message}\n`);
  process.exitCode = 3;
});
