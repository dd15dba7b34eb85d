import { DatabaseSync } from '@photostructure/sqlite';
import { ReadStoreError } from '@throughline/read-store';
import { addFunctions, type SqlValue } from './values';

type Database = InstanceType<typeof DatabaseSync>;
type Statement = ReturnType<Database['prepare']>;

/** Enough for every statement of some dozen shelves; filters of many shapes push each other out. */
const STATEMENTS_KEPT = 500;

/** One connection: statements prepared once, rows as arrays, integers as bigint, errors with our codes. All calls are synchronous. */
export class Connection {
  private readonly statements = new Map<string, Statement>();

  private constructor(
    private readonly path: string,
    private readonly database: Database,
  ) {}

  /** `busyTimeout` in ms is how long a call waits (and the process with it) for another process that writes. */
  static open(path: string, busyTimeout = 2000): Connection {
    try {
      const connection = new Connection(path, new DatabaseSync(path, { timeout: busyTimeout }));
      addFunctions(connection.database);
      return connection;
    } catch (error) {
      throw readStoreError(error, path);
    }
  }

  rows<Row extends readonly unknown[]>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.attempt(() => this.prepared(sql).all(...values) as Row[]);
  }

  /** How many rows were changed. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    // A bigint in truth, because of `setReadBigInts`: the driver's types say otherwise.
    return this.attempt(() => Number(this.prepared(sql).run(...values).changes as number | bigint));
  }

  exec(sql: string): void {
    this.attempt(() => this.database.exec(sql));
  }

  get inTransaction(): boolean {
    return this.database.isTransaction;
  }

  close(): void {
    this.statements.clear();
    this.attempt(() => this.database.close());
  }

  private prepared(sql: string): Statement {
    const statement = this.statements.get(sql) ?? this.prepare(sql);
    if (this.statements.size >= STATEMENTS_KEPT) for (const oldest of [...this.statements.keys()].slice(0, STATEMENTS_KEPT / 2)) this.statements.delete(oldest);
    this.statements.set(sql, statement);
    return statement;
  }

  private prepare(sql: string): Statement {
    const statement = this.database.prepare(sql);
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    return statement;
  }

  private attempt<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw readStoreError(error, this.path);
    }
  }
}

const BUSY = 5;
const LOCKED = 6;

function readStoreError(error: unknown, path: string): ReadStoreError {
  if (error instanceof ReadStoreError) return error;
  const { message, errcode = 0 } = error as Error & { errcode?: number };
  const primary = errcode & 0xff;
  if (primary === BUSY || primary === LOCKED) return new ReadStoreError('READ_STORE_LOCKED', `another process holds the shelves in ${path}: ${message}`, { cause: error });
  return new ReadStoreError('READ_STORE_FAILED', `the shelves in ${path} cannot be used: ${message}. They are rebuilt from the store if this file is deleted.`, { cause: error });
}
