// Real: the settings of the client. No broker is asked.
import { connectKafka } from './kafka-client';

const sasl = { mechanism: 'scram-sha-512', username: 'throughline', password: 'secret' } as const;
const connect = (brokers: readonly string[], more: object = {}) => () => connectKafka({ brokers, clientId: 'spec', ...more });

describe('the connection to Kafka', () => {
  it('needs a broker', () => {
    expect(connect([])).toThrow('at least one broker');
  });

  it.each([[['kafka:9092']], [['127.0.0.1:9092', 'kafka:9092']], [['127.0.0.1.example.com:9092']]])('sends no password to %j without TLS', (brokers) => {
    expect(connect(brokers, { sasl })).toThrow('over TLS only');
  });

  it.each([[['kafka:9092'], { sasl, tls: {} }], [['kafka:9092'], { tls: { ca: 'PEM' } }], [['kafka:9092'], {}], [['127.0.0.1:9092', 'localhost:9092'], { sasl }]])('takes %j with %j', (brokers, more) => {
    expect(connect(brokers, more)).not.toThrow();
  });
});
