import { existsSync, readFileSync, rmSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './make-folder.js';
import { isRunning, markProcess, type ProcessMark } from './process-mark.js';
import { SetupError, explainWriteFailure, getErrorCode } from './setup-error.js';

function getLockFile(dataDir: string): string {
  return path.join(dataDir, 'tidemark.lock');
}

function parseMark(text: string): ProcessMark | undefined {
  const [pid, startedAt] = text.split('\n');
  return pid && startedAt && /^\d+$/.test(pid) ? { pid: Number(pid), startedAt } : undefined;
}

/**
 * Who works on the data folder now.
 * @param dataDir The data folder.
 * @returns Undefined when nobody does; a lock whose process is gone counts as none.
 */
export async function findLockHolder(dataDir: string): Promise<ProcessMark | undefined> {
  const text = await readFile(getLockFile(dataDir), 'utf8').catch((error: unknown) => {
    if (getErrorCode(error) === 'ENOENT') return '';
    throw explainWriteFailure(error, dataDir);
  });
  const mark = parseMark(text);
  return mark && isRunning(mark) ? mark : undefined;
}

/**
 * Takes the data folder for this process; a process that has it already keeps it.
 * @param dataDir The data folder; made if missing.
 * @returns Gives it back; may be called from an exit handler.
 * @throws SetupError when another process works on it.
 */
export async function lockDataDir(dataDir: string): Promise<() => void> {
  const self = markProcess(process.pid);
  if (!self) throw new SetupError(`This process (${String(process.pid)}) can't see itself: is /proc mounted?`);
  const file = getLockFile(dataDir);
  const text = `${String(self.pid)}\n${self.startedAt}\n`;
  await makeFolder(dataDir).catch((error: unknown) => {
    throw explainWriteFailure(error, dataDir);
  });
  for (let attempt = 0; attempt < 5; attempt++) {
    const holder = await findLockHolder(dataDir);
    if (holder?.pid === process.pid) return () => undefined;
    if (holder) throw new SetupError(`Tidemark is already running (process ${String(holder.pid)}) on ${dataDir}.`);
    try {
      await clearStaleLock(file);
      await writeFile(file, text, { flag: 'wx' });
      return () => {
        if (existsSync(file) && parseMark(readFileSync(file, 'utf8'))?.pid === process.pid)
          rmSync(file, { force: true });
      };
    } catch (error) {
      if (getErrorCode(error) !== 'EEXIST') throw explainWriteFailure(error, dataDir);
    }
  }
  throw new SetupError(`The lock ${file} changes hands too fast: is another Tidemark starting?`);
}

/** Moved aside before it goes: of two processes that find the same stale lock only one can move it. */
async function clearStaleLock(file: string): Promise<void> {
  const aside = `${file}.${String(process.pid)}`;
  try {
    await rename(file, aside);
    const mark = parseMark(readFileSync(aside, 'utf8'));
    if (mark && isRunning(mark)) await rename(aside, file); // it was taken between our look and our move
  } catch (error) {
    if (getErrorCode(error) !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}
