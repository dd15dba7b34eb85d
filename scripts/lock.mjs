/**
 * One file, one holder: the file holds the pid of the process that may work. It is free when the file is not there, when
 * that process has died, or when its holder has not touched it for two minutes (a pid that was given to another process).
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimes, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const TOUCH_EVERY = 5_000;
const GIVEN_UP_AFTER = 120_000;

/** Resolves when this process holds the lock. `onWait` is told the holder's pid, once, if there is one to wait for. */
export async function acquireLock(file, onWait) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let waits = 0; !tryCreate(file); waits += 1) {
    const holder = holderOf(file);
    if (holder === null) continue;
    if (holder.stale) takeAway(file, holder.pid);
    else {
      if (waits === 0) onWait(holder.pid);
      await pause(200);
    }
  }
  const touching = setInterval(() => utimes(file, new Date(), new Date(), () => {}), TOUCH_EVERY);
  touching.unref();
  return {
    release() {
      clearInterval(touching);
      rmSync(file, { force: true });
    },
  };
}

function tryCreate(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** `null` when the lock has just been released. */
function holderOf(file) {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty for the moment between its creation and the writing of the pid.
    const dead = pid > 0 && !isAlive(pid);
    return { pid, stale: dead || age > GIVEN_UP_AFTER };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Renamed before it is removed: of two that saw the same dead holder only one gets hold of this file. */
function takeAway(file, pid) {
  const mine = `${file}.${process.pid}`;
  try {
    renameSync(file, mine);
    // Somebody else was quicker, and this is his new lock: give it back.
    if (Number(readFileSync(mine, 'utf8')) !== pid) renameSync(mine, file);
    else rmSync(mine);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
