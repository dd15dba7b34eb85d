import { connectKafka } from '@throughline/event-log-kafka';
import { Journal } from '@throughline/event-store';
import { EventStoreDbEventStore } from '@throughline/event-store-eventstoredb';
import { MongoConnection } from '@throughline/mongodb';
import { MongoReadStore } from '@throughline/read-store-mongodb';
import { MongoRelayCheckpoint } from '@throughline/relay-checkpoint-mongodb';
import { MongoVault } from '@throughline/vault-mongodb';
import type { Kafka } from 'kafkajs';
import type { Addresses } from './servers';

export interface Company {
  readonly namespace: string;
  readonly masterKey: Buffer;
}

/** All databases of one company. */
const DATABASES = ['vault', 'files', 'shelves', 'control'] as const;

/** The same stores that the product has open, opened by whoever looks at them, and by no proxy where that can be. */
export class Inside {
  private constructor(
    private readonly company: Company,
    readonly kafka: Kafka,
    private readonly mongodb: MongoConnection,
    private readonly vault: MongoVault,
    readonly store: EventStoreDbEventStore,
  ) {}

  /** When the product has started once: then everything is there. */
  static async open({ EVENTSTORE_URL, KAFKA_BROKERS, MONGODB_URL }: Addresses, company: Company): Promise<Inside> {
    const { namespace, masterKey } = company;
    const kafka = connectKafka({ clientId: 'faults', brokers: KAFKA_BROKERS.split(',') });
    const mongodb = await MongoConnection.open({ url: MONGODB_URL, name: 'faults' });
    const vault = await MongoVault.open(mongodb, { database: `${namespace}-vault`, masterKey });
    return new Inside(company, kafka, mongodb, vault, await EventStoreDbEventStore.open({ url: EVENTSTORE_URL, namespace }));
  }

  get topic(): string {
    return `${this.company.namespace}.events`;
  }

  journal(): Promise<Journal> {
    return Journal.open(this.store, this.vault);
  }

  readStore(): Promise<MongoReadStore> {
    return MongoReadStore.open(this.mongodb, { database: `${this.company.namespace}-shelves` });
  }

  get checkpoint(): MongoRelayCheckpoint {
    return new MongoRelayCheckpoint(this.mongodb, { database: `${this.company.namespace}-control`, topic: this.topic });
  }

  /** Whether everything that is in the store was sent to Kafka. */
  async isRelayed(): Promise<boolean> {
    return ((await this.checkpoint.read())?.position ?? -1n) >= ((await this.store.head()) ?? -1n);
  }

  /** Leaves nothing of the company behind but its events, which no EventStoreDB gives up. */
  async remove(): Promise<void> {
    await this.store.close();
    await this.vault.close();
    for (const name of DATABASES) await this.mongodb.database(`${this.company.namespace}-${name}`).dropDatabase();
    await this.mongodb.close();
    const admin = this.kafka.admin();
    await admin.connect();
    const mine = (await admin.listTopics()).filter((topic) => topic.startsWith(`${this.company.namespace}.`));
    await admin.deleteTopics({ topics: mine });
    await admin.disconnect();
  }
}
