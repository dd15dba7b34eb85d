/**
 * A process that runs a process manager over the stores of a folder, and says `running`. It is there to be killed.
 * Each ticket's activity is the time at which a note is to be written into it, again and again wanted: `node process-runner.cjs FOLDER`.
 */
const { writeSync } = require('node:fs');
const { join } = require('node:path');
require('./run-sources.cjs');
const { Journal } = require('@throughline/event-store');
const { SqliteEventStore } = require('@throughline/event-store-sqlite');
const { ProcessEngine, running, systemClock } = require('@throughline/processes');
const { SqliteReadStore } = require('@throughline/read-store-sqlite');
const { loadMasterKey, SqliteVault } = require('@throughline/vault-sqlite');

const file = (name) => join(process.argv[2], name);

const reminder = {
  name: 'reminder',
  instance: ({ type, data }) => (type === 'service.ticket-activity-recorded' ? data.ticketId : null),
  sources: (ticketId) => [`ticket-${ticketId}`],
  initial: null,
  evolve: (state, { type, data }) => (type === 'service.ticket-activity-recorded' ? data : state),
  timers: (state) => (state === null ? [] : [{ name: 'note', due: state.activity }]),
  fire: ({ ticketId }, { due }) => ({ stream: `ticket-${ticketId}`, command: { type: 'note', data: { ticketId, text: due } } }),
};
const diary = { category: 'ticket', initial: null, evolve: () => null, decide: (_state, { data }) => [{ type: 'service.ticket-noted', data }] };

(async () => {
  const vault = await SqliteVault.open({ path: file('vault.sqlite'), masterKey: loadMasterKey(file('master.key'), {}) });
  const journal = await Journal.open(await SqliteEventStore.open({ path: file('events.sqlite') }), vault);
  const readStore = SqliteReadStore.open({ path: file('shelves.sqlite') });
  await new ProcessEngine({ journal, readStore, clock: systemClock, processes: [running({ process: reminder, decider: diary })] }).start();
  writeSync(1, 'running\n');
})().catch((error) => {
  writeSync(2, `${error.stack}\n`);
  process.exitCode = 3;
});
