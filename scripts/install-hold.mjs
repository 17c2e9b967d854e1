/** Lets only one process at a time install into a folder: a file beside it says which. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './process.mjs';

/** The state and the start of a process in ticks since boot; nothing where there is no such process, or no /proc. */
function readStat(pid) {
  try {
    // The second field may hold spaces and ends with the last bracket; the third is the state, the 22nd the start.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return { state: fields[0], ticks: fields[19] };
  } catch {
    return {};
  }
}

/**
 * When a process started, in the system's own words, empty where it runs no more. After a restart of the machine or the container
 * its number may be another's, but not both (as in api/src/db/embedded/process-mark.ts).
 */
function findStart(pid) {
  if (process.platform !== 'linux')
    return (spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').trim();
  const { state, ticks } = readStat(pid);
  if (ticks === undefined || state === 'Z' || state === 'X') return '';
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
}

/** Which other process holds it now; undefined where none does. This one doesn't yet: its number is that of one before it. */
function findHolder(file) {
  const [number, start] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const pid = Number(number);
  if (!(pid > 0) || pid === process.pid || !start) return undefined;
  return start === findStart(pid) ? pid : undefined;
}

/**
 * Waits until no other process holds the file, and takes it.
 * @param file Removed by who took it, once what was begun is whole.
 * @param options.clearUp Called where one was ended while it held the file: what it began isn't whole.
 * @param options.signal Ends the waiting.
 */
export async function takeHold(file, { clearUp, signal }) {
  for (let isSaid = false; ; isSaid = true) {
    try {
      writeFileSync(file, `${process.pid}\n${findStart(process.pid)}\n`, { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = findHolder(file);
    if (holder === undefined) {
      await clearUp();
      rmSync(file, { force: true });
    } else {
      if (!isSaid) say(`Another run (process ${holder}) is installing the Python packages: waiting for it`);
      await sleep(500, undefined, { signal });
    }
  }
}
