import { readFileSync } from 'node:fs';
import { getErrorCode } from './setup-error.js';
import { runProgramSync } from './run-program.js';

/** A process that can't be taken for another one that later got its number. */
export interface ProcessMark {
  pid: number;
  /** When it started, in the system's own words. */
  startedAt: string;
}

/**
 * The mark of a running process; numbers are used again after a restart of the machine or the container, starts aren't.
 * @param pid Its number.
 * @returns Undefined when no such process runs.
 */
export function markProcess(pid: number): ProcessMark | undefined {
  if (process.platform === 'linux') {
    try {
      // The 22nd field is the start in ticks since boot; the second may hold spaces and ends with the last bracket.
      const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return { pid, startedAt: `${boot}/${fields[19] ?? ''}` };
    } catch (error) {
      if (getErrorCode(error) === 'ENOENT' || getErrorCode(error) === 'ESRCH') return undefined;
      throw error;
    }
  }
  const { code, output } = runProgramSync('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return code === 0 && output !== '' ? { pid, startedAt: output } : undefined;
}

/**
 * Whether the marked process still runs.
 * @param mark What `markProcess` gave.
 */
export function isRunning(mark: ProcessMark): boolean {
  return markProcess(mark.pid)?.startedAt === mark.startedAt;
}
