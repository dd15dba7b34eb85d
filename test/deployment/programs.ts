import { spawnSync } from 'node:child_process';

/** Whether this machine can run it at all; otherwise the reason is said on stderr, for whoever wonders what was skipped. */
export function canRun([program, ...words]: readonly [string, ...string[]], otherwise: string): boolean {
  const there = spawnSync(program, words).status === 0;
  if (!there) process.stderr.write(`Skipped: ${otherwise}\n`);
  return there;
}
