/** A port nobody has, and whether whoever was started answers on it; what the servers of tests have in common. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ANSWERS_WITHIN = 60_000;

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when the process listens; `what` is what people call it. */
export async function answers(port, server, folder, what) {
  for (const end = Date.now() + ANSWERS_WITHIN; ; await pause(100)) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`the ${what} ended while it started; see ${path.join(folder, 'out.log')}`);
    if (await isOpen(port)) return;
    if (Date.now() > end) {
      server.kill('SIGKILL');
      throw new Error(`the ${what} does not answer after ${ANSWERS_WITHIN / 1_000} s`);
    }
  }
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
