import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Logger } from 'winston';
import { hasCode } from '../../domain/has-code.js';
import { removeLeftBehind } from '../archive/place/remove-left-behind.js';

/** Where this process puts what it needs for a while: half-made archive files, rows on their way, what queries spill. */
export interface Scratch {
  dir: string;
  /** Removes it. */
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** This machine, or this container, as part of a name. */
const HOST = hostname().replaceAll(/[^\w.]/g, '_');
/** Names of folders in use by this process; another with our number is of one that had it before. */
const own = new Set<string>();

/**
 * Makes a folder of this process's own in `root`, for its owner alone, and removes what killed processes left there: at once where they ran on
 * this machine, else when it has been left alone for an hour.
 */
export async function openScratch({ root, logger }: { root: string; logger: Logger }): Promise<Scratch> {
  const name = `${HOST}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const dir = path.join(root, name);
  own.add(name);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const other of await readdir(root))
    if (isOfDeadProcess(other)) await rm(path.join(root, other), { recursive: true, force: true });
  await removeLeftBehind(root, new Date());
  const heartbeat = setInterval(() => {
    utimes(dir, new Date(), new Date()).catch((error: unknown) => {
      logger.warn('the scratch folder cannot be touched', { error });
    });
  }, MINUTE_MS).unref();
  return {
    dir,
    close: async () => {
      clearInterval(heartbeat);
      await rm(dir, { recursive: true, force: true });
      own.delete(name);
    },
  };
}

function isOfDeadProcess(name: string): boolean {
  if (own.has(name)) return false;
  const [, host, pid] = /^(.+)-(\d+)-[0-9a-f]{8}$/.exec(name) ?? [];
  return host === HOST && (Number(pid) === process.pid || !isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other refusal means that it's somebody else's, and alive.
    return !hasCode(error, 'ESRCH');
  }
}
