/**
 * A process that puts blobs into a folder, some at a time and in small pieces, and says each that was acknowledged, in one write:
 * `ack <address> <bytes>`. It is there to be killed, or ends after so many: `node blob-writer.cjs FOLDER [WRITERS] [ANSWERS]`.
 */
const { createHash } = require('node:crypto');
const { writeSync } = require('node:fs');
const { setImmediate } = require('node:timers/promises');
require('./run-sources.cjs');

const { FolderBlobStore } = require('@throughline/blob-store-folder');

const [folder, writers = '3', enough = 'Infinity'] = process.argv.slice(2);
let answers = 0;
const key = Buffer.alloc(32, 1);
const PIECE = 20_000;
const PIECES = 60;

/** Other content each time, so that each is another blob. */
async function* content(name) {
  for (let piece = 0; piece < PIECES; piece += 1) {
    const seed = createHash('sha256').update(`${name} ${piece}`).digest();
    yield Buffer.alloc(PIECE, seed);
    await setImmediate();
  }
}

async function write(store, writer) {
  for (let number = 0; ; number += 1) {
    const { address, bytes } = await store.put(key, content(`${process.pid} ${writer} ${number}`), PIECE * PIECES);
    writeSync(1, `ack ${address} ${bytes}\n`);
    if (++answers >= Number(enough)) process.exit();
  }
}

(async () => {
  const store = await FolderBlobStore.open({ folder });
  await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(store, writer)));
})().catch((error) => {
  writeSync(1, `stopped ${error.code} ${error.message}\n`);
  process.exitCode = 3;
});
