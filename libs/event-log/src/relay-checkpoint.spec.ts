// Real: the checkpoint in memory. Nothing is replaced.
import { MemoryRelayCheckpoint } from './relay-checkpoint';
import { relayCheckpointContract } from './relay-checkpoint.contract';

relayCheckpointContract('memory', async () => {
  const checkpoint = new MemoryRelayCheckpoint();
  return { checkpoint, again: async () => checkpoint };
});
