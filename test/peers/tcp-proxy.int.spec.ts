// Real: sockets of the loopback; a server that repeats what it hears and remembers it.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { TcpProxy } from './tcp-proxy';

describe('a proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let heard = '';
  let clients: Socket[] = [];

  beforeEach(async () => {
    [heard, clients] = ['', []];
    server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('data', (piece) => {
        heard += piece.toString();
        socket.write(piece);
      });
      socket.once('end', () => socket.end('bye'));
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.open({ to: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } });
  });

  afterEach(async () => {
    await proxy.close();
    for (const each of clients) each.destroy();
    server.close();
    await once(server, 'close');
  });

  async function client(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: proxy.port });
    clients.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  async function answer(socket: Socket, length: number): Promise<string> {
    let text = '';
    while (text.length < length) text += String(((await once(socket, 'data')) as Buffer[])[0]);
    return text;
  }

  async function soon(condition: () => boolean): Promise<void> {
    for (const end = Date.now() + 5_000; !condition() && Date.now() < end; ) await pause(5);
    expect(condition()).toBe(true);
  }

  const ended = (socket: Socket): Promise<string> => new Promise((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')).once('end', () => resolve('end')));

  it('carries bytes both ways, many of them, and the end of each side', async () => {
    const socket = await client();
    const sent = Buffer.alloc(3_000_000, 'abcdefghij');
    socket.end(sent);
    const received: Buffer[] = [];
    for await (const piece of socket) received.push(piece as Buffer);
    expect(Buffer.concat(received).equals(Buffer.concat([sent, Buffer.from('bye')]))).toBe(true);
    await soon(() => proxy.connections === 0);
  });

  it('delays each way, and what is sent together comes together', async () => {
    const socket = await client();
    proxy.delay(100);
    const at = performance.now();
    for (let n = 0; n < 10; n++) {
      socket.write('x');
      await pause(2);
    }
    expect(await answer(socket, 10)).toBe('xxxxxxxxxx');
    const took = performance.now() - at;
    expect(took).toBeGreaterThan(195);
    expect(took).toBeLessThan(800);
  });

  it('pauses, and lets through what it held back, in order', async () => {
    const socket = await client();
    proxy.pause();
    socket.write('one ');
    const later = await client();
    socket.write('two');
    await pause(100);
    expect([heard, proxy.connections]).toEqual(['', 2]);
    proxy.resume();
    expect(await answer(socket, 7)).toBe('one two');
    later.write('three');
    expect(await answer(later, 5)).toBe('three');
  });

  it('pauses one way: the server hears, the client is not answered', async () => {
    const socket = await client();
    proxy.pause('answers');
    socket.write('hello');
    await soon(() => heard === 'hello');
    const answered = answer(socket, 5);
    expect(await Promise.race([answered, pause(100, 'nothing')])).toBe('nothing');
    proxy.resume('answers');
    expect(await answered).toBe('hello');
  });

  it('makes a sender wait while it is paused', async () => {
    const socket = await client();
    proxy.pause();
    let [sent, stalled] = [0, false];
    while (!stalled && sent < 1_000) {
      sent += 1;
      if (!socket.write(Buffer.alloc(100_000))) stalled = (await Promise.race([once(socket, 'drain'), pause(300, 'stalled')])) === 'stalled';
    }
    expect(stalled).toBe(true);
  });

  it('cuts what there is and takes what comes', async () => {
    const sockets = [await client(), await client()];
    await soon(() => proxy.connections === 2);
    const ends = sockets.map(ended);
    proxy.cut();
    expect(await Promise.all(ends)).toEqual(['ECONNRESET', 'ECONNRESET']);
    expect(proxy.cuts).toBe(2);
    const next = await client();
    next.write('on');
    expect(await answer(next, 2)).toBe('on');
  });

  it('cuts in the middle of what is said, and only once', async () => {
    const socket = await client();
    const end = ended(socket);
    proxy.cutAfter('requests', 5);
    socket.write('123');
    await soon(() => heard === '123');
    socket.write('456');
    expect(await end).toBe('ECONNRESET');
    expect(heard).toBe('12345');
    const next = await client();
    next.write('6789012345');
    expect(await answer(next, 10)).toBe('6789012345');
  });

  it('cuts behind the last byte that is allowed, where a piece ends with it', async () => {
    const socket = await client();
    const end = ended(socket);
    proxy.cutAfter('requests', 3);
    socket.write('123');
    socket.write('456');
    expect(await end).toBe('ECONNRESET');
    await soon(() => heard === '123');
  });

  it('refuses those who come and keeps those who are there, until it accepts again', async () => {
    const there = await client();
    await soon(() => proxy.connections === 1);
    proxy.refuse();
    const refused = connect({ host: '127.0.0.1', port: proxy.port });
    expect(await ended(refused)).toBe('ECONNRESET');
    there.write('still');
    expect(await answer(there, 5)).toBe('still');
    proxy.accept();
    const next = await client();
    next.write('again');
    expect(await answer(next, 5)).toBe('again');
  });

  it('ends a connection whose server is not there', async () => {
    const nobody = await TcpProxy.open({ to: { host: '127.0.0.1', port: 1 } });
    const socket = connect({ host: '127.0.0.1', port: nobody.port });
    expect(await ended(socket)).toBe('ECONNRESET');
    await nobody.close();
  });
});
