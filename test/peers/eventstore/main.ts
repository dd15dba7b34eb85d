import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { Peer } from './peer';

/**
 * `node dist/test/peers/eventstore/main.js --port 2113 --file events.log`: a stand-in for an EventStoreDB, for tests. Says
 * `listening <ports>` when it is ready, and with `--control 0` also `control <port>`, where `Misbehaviour` is posted as JSON.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', multiple: true, default: ['2113'] },
      file: { type: 'string' },
      control: { type: 'string' },
      user: { type: 'string' },
      certificate: { type: 'string' },
      key: { type: 'string' },
    },
  });
  const { port, file, control, user, certificate, key } = values;
  if (file === undefined) throw new Error('--file says where the events are kept');
  const tls = certificate !== undefined && key !== undefined ? { tls: { certificate, key } } : {};
  const peer = await Peer.start({ file, ports: port.map(Number), ...tls, ...(user === undefined ? {} : { user }) });
  if (control !== undefined) {
    const door = peer.faults.listen(Number(control));
    await once(door, 'listening');
    process.stdout.write(`control ${(door.address() as AddressInfo).port}\n`);
  }
  process.stdout.write(`listening ${peer.ports.join(' ')}\n`);
  process.once('SIGTERM', () => void peer.stop().then(() => process.exit()));
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
