import { spawn, spawnSync } from 'node:child_process';

/** A user of the machine, as the system knows it. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/** What a program said, and how it ended. */
export interface ProgramResult {
  code: number;
  output: string;
}

/** Only what the binaries need: PGPORT and the like of the surroundings must not reach them. */
const environment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };

/** The options of a child that runs as `user`; `/` is a folder every user can stand in. */
function asUser(user: SystemUser | undefined): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  return { cwd: '/', env: environment, ...(user && { uid: user.uid, gid: user.gid }) };
}

/**
 * Runs a program to its end and collects what it says.
 * @param program Its path.
 * @param args Its arguments.
 * @param user The user it runs as; undefined: ours.
 */
export async function runProgram(program: string, args: string[], user?: SystemUser): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...asUser(user), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output: output.trim() });
    });
  });
}

/**
 * The same, blocking: for exit handlers, and for questions answered in a millisecond.
 * @param program Its path.
 * @param args Its arguments.
 * @param user The user it runs as; undefined: ours.
 */
export function runProgramSync(program: string, args: string[], user?: SystemUser): ProgramResult {
  const result = spawnSync(program, args, { ...asUser(user), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.error) throw result.error;
  return { code: result.status ?? 1, output: `${result.stdout}${result.stderr}`.trim() };
}
