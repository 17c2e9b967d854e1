import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import { getClusterDir } from './data-dir.js';
import { runProgram, runProgramSync, type ProgramResult, type SystemUser } from './run-program.js';
import { recogniseServer, type ProcessRole } from './server-process.js';
import { SetupError, getErrorCode } from './setup-error.js';

/** A server of one data folder, and what is needed to handle it. */
export interface Server {
  dataDir: string;
  binaries: Binaries;
  user: SystemUser | undefined;
}

const startLimitS = 120; // recovery after a crash takes time
const stopLimitS = 30;
const logLimitBytes = 16 * 1024 * 1024;
/** No system gives out this number, so PostgreSQL takes its holder for dead. */
const deadPid = '99999999';

/**
 * Where the server writes its log.
 * @param dataDir The data folder.
 */
export function getServerLog(dataDir: string): string {
  return path.join(dataDir, 'postgres.log');
}

function getPidFile(dataDir: string): string {
  return path.join(getClusterDir(dataDir), 'postmaster.pid');
}

/**
 * The port of the server that runs on a data folder.
 * @param dataDir The data folder.
 * @returns Undefined when none runs.
 */
export async function findRunningPort(dataDir: string): Promise<number | undefined> {
  return (await readMark(dataDir)).port;
}

/** What the server's mark in its folder says, and what the process is that it names. */
async function readMark(dataDir: string): Promise<{ text: string; role: ProcessRole; port: number | undefined }> {
  const text = await readPidFile(dataDir);
  const [pid = '', , , port] = text.split('\n');
  const role = pid === '' ? 'other' : await recogniseServer(Number(pid), getClusterDir(dataDir));
  return { text, role, port: role === 'server' ? Number(port) : undefined };
}

async function readPidFile(dataDir: string): Promise<string> {
  return readFile(getPidFile(dataDir), 'utf8').catch((error: unknown) => {
    if (getErrorCode(error) === 'ENOENT') return '';
    throw error;
  });
}

/**
 * Stops a server that outlived its starter (`kill -9`), and disarms the mark of one that is gone.
 * @param server The server.
 * @param onProgress Told when one is stopped.
 */
export async function clearLeftOver(server: Server, onProgress: (message: string) => void): Promise<void> {
  const { text, role } = await readMark(server.dataDir);
  if (role === 'server') {
    onProgress('Stopping the database that an earlier run left behind');
    await stopServer(server);
    return;
  }
  // Of a process that may be the server PostgreSQL itself has to judge.
  if (text === '' || role === 'hidden') return;
  // The number may belong to another process by now, and PostgreSQL would refuse to start. Removing the file would also
  // remove its check for surviving backends, so only the number changes.
  const file = getPidFile(server.dataDir);
  await writeFile(file, text.replace(/^\d+/, deadPid));
  if (server.user) await chown(file, server.user.uid, server.user.gid);
}

/**
 * Starts the server in a session of its own, so a Ctrl-C at the terminal doesn't reach it.
 * @param server The server.
 */
export async function startServer(server: Server): Promise<ProgramResult> {
  const log = getServerLog(server.dataDir);
  const size = await stat(log).then(
    ({ size: bytes }) => bytes,
    () => 0,
  );
  if (size > logLimitBytes) await rename(log, `${log}.1`);
  await writeFile(log, '', { flag: 'a', mode: 0o600 });
  if (server.user) await chown(log, server.user.uid, server.user.gid);
  return runPgCtl(server, ['start', '-w', '-t', String(startLimitS), '-l', log]);
}

/**
 * Stops the server: open transactions are rolled back, what is committed is written out. Fine if it doesn't run.
 * @param server The server.
 */
export async function stopServer(server: Server): Promise<void> {
  const fast = await runPgCtl(server, ['stop', '-w', '-m', 'fast', '-t', String(stopLimitS)]);
  if (fast.code === 0 || (await findRunningPort(server.dataDir)) === undefined) return;
  // Immediate is a crash that the next start recovers from; nothing committed is lost.
  const immediate = await runPgCtl(server, ['stop', '-w', '-m', 'immediate', '-t', String(stopLimitS)]);
  if (immediate.code === 0 || (await findRunningPort(server.dataDir)) === undefined) return;
  throw new SetupError(`The database on ${server.dataDir} doesn't stop: ${immediate.output}`);
}

/**
 * Stops the server at once, blocking: for exit handlers.
 * @param server The server.
 */
export function stopServerNow(server: Server): void {
  const args = ['stop', '-w', '-m', 'immediate', '-t', '5', '-D', getClusterDir(server.dataDir)];
  runProgramSync(server.binaries.pgCtl, args, server.user);
}

async function runPgCtl(server: Server, args: string[]): Promise<ProgramResult> {
  return runProgram(server.binaries.pgCtl, [...args, '-D', getClusterDir(server.dataDir)], server.user);
}
