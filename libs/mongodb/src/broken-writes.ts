import { createRequire } from 'node:module';

/** What is touched of a connection inside the driver; nothing of it is the driver's promise. */
interface DriverConnection {
  readonly error: Error | null;
  once(event: 'close', told: () => void): void;
  off(event: 'close', told: () => void): void;
}

type Write = (this: DriverConnection, command: unknown, options: unknown) => Promise<void>;

/**
 * Beware: a write that does not pass at once waits in the driver (7.8.0, and 7.9.0 too) for its socket to drain, and where that socket is
 * closed instead (by the server, or because it did not answer in time), it waits for ever: whoever asked gets no error, and where it
 * was the heartbeat, that server is never asked again although it is there [ran]. So here a write ends with its connection.
 */
function endWritesWithTheirConnection(): void {
  const { Connection } = createRequire(require.resolve('mongoose'))('mongodb/lib/cmap/connection') as { Connection: { prototype: { writeCommand: Write } } };
  const { writeCommand } = Connection.prototype;
  Connection.prototype.writeCommand = async function (command, options) {
    await new Promise<void>((resolve, reject) => {
      const ended = (): void => reject(this.error ?? new Error('the connection is closed'));
      this.once('close', ended);
      const written = writeCommand.call(this, command, options);
      written.then(resolve, reject).finally(() => this.off('close', ended));
    });
  };
}

/** Once for the process: the driver is one for all connections. */
let isMended = false;

export function mendDriver(): void {
  if (!isMended) endWritesWithTheirConnection();
  isMended = true;
}
