/** How much memory a process that isn't ours to instrument takes, with its children; known on Linux alone. */
import { readFileSync, readdirSync } from 'node:fs';

const EVERY_MS = 100;
const GONE = new Set(['ENOENT', 'ESRCH']);

/** @returns What /proc says of a process, undefined where there's no such thing. */
function readProc(read) {
  try {
    return read();
  } catch (error) {
    if (GONE.has(error.code)) return undefined;
    throw error;
  }
}

function listChildren(pid) {
  const tasks = readProc(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  return tasks.flatMap((task) => {
    const children = readProc(() => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')) ?? '';
    return children.split(' ').filter(Boolean).map(Number);
  });
}

/** Resident memory now and at its peak, in MB. */
function readMb(pid) {
  const status = readProc(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
  const toMb = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1_024;
  return { now: toMb('VmRSS'), peak: toMb('VmHWM') };
}

/** Looks ten times a second until it's stopped. `ownMb`, `childMb` and `togetherMb` are peaks; null where they aren't known. */
export function watchMemory(pid) {
  const peaks = { ownMb: null, childMb: null, togetherMb: null };
  const raise = (name, mb) => {
    if (mb > 0) peaks[name] = Math.max(peaks[name] ?? 0, mb);
  };
  const timer = setInterval(() => {
    const own = readMb(pid);
    const children = listChildren(pid).map(readMb);
    raise('ownMb', own.peak);
    for (const child of children) raise('childMb', child.peak);
    raise(
      'togetherMb',
      children.reduce((sum, child) => sum + child.now, own.now),
    );
  }, EVERY_MS);
  return { peaks, stop: () => clearInterval(timer) };
}
