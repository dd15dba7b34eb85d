import { mongo } from 'mongoose';
import { mendDriver } from './broken-writes';

export interface MongoSettings {
  /** `mongodb://…` or `mongodb+srv://…`, with user, password, TLS and replica set as MongoDB's own tools take them. */
  readonly url: string;
  /** Seen in the server's log and in `currentOp`. */
  readonly name: string;
  /** How long, in ms, a call waits for a server that takes it. Default 10 seconds. */
  readonly findWithin?: number;
  /** How long, in ms, a call that was sent waits for its answer. Default two minutes: a shelf is sorted before its scan begins. */
  readonly answerWithin?: number;
}

/** A server that is gone is noticed by its heartbeat, and calls that wait for it are ended: not later than these together, in ms. */
const HEARTBEAT_EVERY = 5_000;
const CONNECT_WITHIN = 5_000;
/** How long, in ms, a write waits for the majority before it is said to be unknown. */
const MAJORITY_WITHIN = 30_000;

/** Thrown at the start; the message says what to do and holds no password. */
export class MongoStartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MongoStartError';
  }
}

/**
 * One connection of a process to MongoDB, for all adapters, each in a database of its own.
 *
 * What is written is acknowledged when a majority has it in its journal, and is asked for at the primary, whatever the URL says.
 * 64-bit integers are `bigint`. The driver is mongoose's own, without schemas: they drop what they do not know, silently.
 */
export class MongoConnection {
  private constructor(private readonly client: mongo.MongoClient) {}

  /** Throws `MongoStartError` where nobody answers, or answers that we may not come in. */
  static async open({ url, name, findWithin = 10_000, answerWithin = 120_000 }: MongoSettings): Promise<MongoConnection> {
    const client = clientFor(url, {
      appName: name,
      useBigInt64: true,
      serverSelectionTimeoutMS: findWithin,
      connectTimeoutMS: Math.min(CONNECT_WITHIN, findWithin),
      heartbeatFrequencyMS: HEARTBEAT_EVERY,
      socketTimeoutMS: answerWithin,
      waitQueueTimeoutMS: findWithin,
    });
    try {
      await client.connect();
      return new MongoConnection(client);
    } catch (error) {
      await client.close();
      throw refusal(error, client);
    }
  }

  /** `majority`: reads see only what no failover takes back. What is read to be acted upon elsewhere must be read so. */
  database(name: string, reads: 'newest' | 'majority' = 'newest'): mongo.Db {
    return this.client.db(name, { readPreference: 'primary', writeConcern: new mongo.WriteConcern('majority', MAJORITY_WITHIN, true), readConcern: new mongo.ReadConcern(reads === 'majority' ? 'majority' : 'local') });
  }

  /** As the server says it. */
  async serverVersion(): Promise<string> {
    const { version } = await this.client.db('admin').command({ buildInfo: 1 });
    return String(version);
  }

  /** Close the adapters first: they wait for their own calls. */
  async close(): Promise<void> {
    await this.client.close();
  }
}

function clientFor(url: string, options: mongo.MongoClientOptions): mongo.MongoClient {
  mendDriver();
  try {
    return new mongo.MongoClient(url, options);
  } catch (error) {
    // The driver's words may repeat the URL, which may hold a password.
    throw new MongoStartError('the URL of MongoDB cannot be read: mongodb://[user:password@]host:port[,…][/?options], special characters in a password as %40', { cause: (error as Error).name });
  }
}

function refusal(error: unknown, { options }: mongo.MongoClient): MongoStartError {
  const { code, message } = error as mongo.MongoError;
  const where = options.srvHost ?? options.hosts.map((host) => host.toString()).join(', ');
  const reason = code === 18 || /auth/i.test(message) ? 'does not accept user and password (or the database they are kept in: authSource)' : `does not answer: ${message}`;
  return new MongoStartError(`MongoDB at ${where} ${reason}`, { cause: error });
}
