// Real: the broker at KAFKA_BROKERS, the relay and the log; the events come from the event store in memory.
import { eventLogContract } from '@throughline/event-log';
import { openRoad } from './kafka-fixture';

const brokers = process.env['KAFKA_BROKERS']?.split(',');
if (brokers === undefined) process.stderr.write('Skipped: the event log over Kafka needs KAFKA_BROKERS, a list of host:port.\n');

(brokers === undefined ? describe.skip : describe)('on a real broker', () => {
  jest.setTimeout(60_000);
  eventLogContract('Kafka, 3 partitions', { partitions: 3, quiet: true }, () => openRoad({ brokers: brokers ?? [] }));
});
