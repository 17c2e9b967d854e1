/** What a process that isn't ours to instrument uses, with its children; known on Linux alone. */
import { readFileSync, readdirSync } from 'node:fs';

const EVERY_MS = 250;
/** Asking for shared memory holds the process up for some milliseconds. */
const TOGETHER_EVERY_MS = 2_000;
/** Of /proc, whatever the kernel's own clock. */
const MS_PER_TICK = 10;
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

const readText = (file) => readProc(() => readFileSync(file, 'utf8')) ?? '';

function listChildren(pid) {
  const tasks = readProc(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  return tasks.flatMap((task) => readText(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number));
}

const toMb = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1_024;

/** Milliseconds on all cores since the process began; null where they aren't known. */
export function readCpuMs(pid) {
  // The program's name, in brackets, may hold anything.
  const fields = readText(`/proc/${pid}/stat`).split(') ').at(-1).split(' ');
  return fields.length > 12 ? (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK : null;
}

/**
 * Looks again and again until it's stopped. Its `peaks`: `ownMb` and `childMb` are resident; `togetherMb`, while there is a
 * child, counts what the processes share once. Its `childCpuMs`: of the last child. Null where they aren't known.
 */
export function watchUsage(pid) {
  const usage = { peaks: { ownMb: null, childMb: null, togetherMb: null }, childCpuMs: null };
  const raise = (name, mb) => {
    if (mb > 0) usage.peaks[name] = Math.max(usage.peaks[name] ?? 0, mb);
  };
  const peakMb = (each) => toMb(readText(`/proc/${each}/status`), 'VmHWM');
  const proportionalMb = (each) => toMb(readText(`/proc/${each}/smaps_rollup`), 'Pss');
  let togetherAtMs = 0;
  const timer = setInterval(() => {
    raise('ownMb', peakMb(pid));
    const children = listChildren(pid);
    for (const child of children) {
      raise('childMb', peakMb(child));
      usage.childCpuMs = readCpuMs(child) ?? usage.childCpuMs;
    }
    if (children.length === 0 || performance.now() < togetherAtMs) return;
    togetherAtMs = performance.now() + TOGETHER_EVERY_MS;
    raise(
      'togetherMb',
      [pid, ...children].reduce((sum, each) => sum + proportionalMb(each), 0),
    );
  }, EVERY_MS);
  return { usage, stop: () => clearInterval(timer) };
}
