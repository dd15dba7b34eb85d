import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const QUESTION = 12;
const ADDRESS = 1;

/** A name server of the loopback, as containers have one: a name has as many addresses as there are copies, and none when nobody is there. */
export class NameServer {
  private readonly names = new Map<string, readonly string[]>();

  private constructor(private readonly socket: Socket) {
    socket.on('message', (query, from) => socket.send(this.answer(query), from.port, from.address));
  }

  static async open(): Promise<NameServer> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new NameServer(socket);
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  set(name: string, addresses: readonly string[]): void {
    this.names.set(name, addresses);
  }

  close(): void {
    this.socket.close();
  }

  /** RFC 1035: the question, then one record for each address. */
  private answer(query: Buffer): Buffer {
    const { name, end } = nameAt(query, QUESTION);
    const addresses = this.names.get(name) ?? [];
    const records = query.readUInt16BE(end) === ADDRESS ? addresses : [];
    const header = Buffer.alloc(QUESTION);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(addresses.length === 0 ? 0x81_83 : 0x81_80, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, query.subarray(QUESTION, end + 4), ...records.map(recordOf)]);
  }
}

function nameAt(query: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** Of the name in the question, an address, good for no longer than a second. */
function recordOf(address: string): Buffer {
  return Buffer.from([0xc0, QUESTION, 0, ADDRESS, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]);
}
