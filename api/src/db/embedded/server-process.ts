import { readFile, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { markProcess } from './process-mark.js';
import { runProgramSync } from './run-program.js';
import { getErrorCode } from './setup-error.js';

/** What a process is to a data folder: its server, another process or none, or one that the system tells too little of. */
export type ProcessRole = 'server' | 'other' | 'hidden';

/**
 * Whether that process is the server of this cluster, and not a later one that got its number.
 * @param pid Its number.
 * @param clusterDir The cluster's folder.
 */
export async function recogniseServer(pid: number, clusterDir: string): Promise<ProcessRole> {
  if (process.platform !== 'linux') {
    const { code, output } = runProgramSync('ps', ['-o', 'command=', '-p', String(pid)]);
    return code === 0 && output.includes('postgres') ? 'server' : 'other';
  }
  if (markProcess(pid) === undefined) return 'other';
  try {
    return (await readlink(`/proc/${String(pid)}/cwd`)) === (await realpath(clusterDir)) ? 'server' : 'other';
  } catch (error) {
    const code = getErrorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return 'other';
    if (code !== 'EACCES') throw error;
  }
  // Root in a container isn't told where processes of other users stand, and its server runs as one; but how it was called.
  return (await isCalledFor(pid, clusterDir)) ? 'server' : 'hidden';
}

async function isCalledFor(pid: number, clusterDir: string): Promise<boolean> {
  try {
    const folder = findClusterDir(await readFile(`/proc/${String(pid)}/cmdline`, 'utf8'));
    return folder !== undefined && (await realpath(folder)) === (await realpath(clusterDir));
  } catch {
    return false; // it's gone, or its folder is
  }
}

/**
 * The cluster's folder that a command line hands to PostgreSQL.
 * @param commandLine As /proc tells it: each word ends with a zero.
 * @returns Undefined for other programs.
 */
export function findClusterDir(commandLine: string): string | undefined {
  const [program = '', ...words] = commandLine.split('\0');
  const place = words.indexOf('-D');
  return path.basename(program) === 'postgres' && place >= 0 ? words[place + 1] : undefined;
}
