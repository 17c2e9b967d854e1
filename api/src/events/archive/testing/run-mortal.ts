import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MortalJob } from '../../../testing/mortal-archiver.js';

/** Built: a process of its own can't run the sources. */
const PROGRAM = fileURLToPath(new URL('../../../../dist/testing/mortal-archiver.js', import.meta.url));

/** Runs a job in a process that kills itself at a step, or at none. @returns its steps */
export async function runMortal(job: MortalJob, killedAt: string): Promise<string[]> {
  return run(process.execPath, [PROGRAM, killedAt, JSON.stringify(job)], killedAt !== '');
}

/** In a process for which the disk is full, as far as a system lets one pretend: no file may grow beyond so many blocks. */
export async function runWithoutRoom(job: MortalJob, blocks: number): Promise<string[]> {
  const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
  return run('sh', ['-c', limited, process.execPath, PROGRAM, '', JSON.stringify(job)], false);
}

function run(program: string, argv: string[], isToBeKilled: boolean): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = execFile(program, argv, { env }, (error, output, complaints) => {
      const isKilled = child.signalCode === 'SIGKILL';
      if (isKilled === isToBeKilled && (isKilled || !error)) resolve(output.trim().split('\n'));
      else reject(new Error(`the archiver ended otherwise: ${complaints}`, { cause: error }));
    });
  });
}
