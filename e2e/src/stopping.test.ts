import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findPort } from './api-process.js';
import { until } from './until.js';

/** A module of the command line, as it's built. */
const built = (name: string) => JSON.stringify(new URL(`../../cli/dist/${name}`, import.meta.url).href);

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-stopping-'));
});
afterEach(async () => {
  const left = await readServerPid();
  if (left !== undefined) process.kill(left, 'SIGQUIT');
  await rm(dataDir, { recursive: true, maxRetries: 20, retryDelay: 100 });
});

/** The embedded server's number; undefined where it has stopped. */
async function readServerPid(): Promise<number | undefined> {
  const text = await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : Number(text.split('\n')[0]);
}

/** Runs a program on the embedded database of the test's folder. */
async function run(program: string): Promise<{ child: ChildProcess; output: () => string }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: {
      ...inherited,
      NODE_OPTIONS: '',
      TIDEMARK_DATA_DIR: dataDir,
      PG_PORT: String(await findPort()),
      API_PORT: String(await findPort()),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

async function endBy(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = (await exited) as [number | null];
  return { code, server: await readServerPid(), lock: (await readdir(dataDir)).includes('tidemark.lock') };
}

const SUPERVISOR = `
  const { supervise } = await import(${built('start/main.js')});
  process.exitCode = await supervise(['api'], {});`;

describe('the supervisor', () => {
  it('starts the database again when it is gone, and the API goes on', async () => {
    const { child, output } = await run(SUPERVISOR);
    await until('Tidemark runs', () => output().includes('Tidemark is running'), { withinMs: 60_000 });
    const [, url] = /API +(\S+)/.exec(output()) ?? [];
    process.kill((await readServerPid()) ?? 0, 'SIGKILL');
    await until('it says so', () => output().includes('The database ended'), { withinMs: 30_000 });
    const isReady = () => fetch(`${url}/api/ready`).then(({ ok }) => ok);
    await until('the API is ready again', isReady, { withinMs: 30_000 });
    expect(await endBy(child, 'SIGTERM')).toEqual({ code: 0, server: undefined, lock: false });
  }, 120_000);

  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'stops everything in order by %s when nobody hears any more what it says',
    async (signal) => {
      const { child, output } = await run(SUPERVISOR);
      await until('Tidemark runs', () => output().includes('Tidemark is running'), { withinMs: 60_000 });
      child.stdout?.destroy();
      child.stderr?.destroy();
      expect(await endBy(child, signal)).toEqual({ code: 0, server: undefined, lock: false });
    },
    90_000,
  );
});

describe('a command that started the database itself', () => {
  const work = (body: string, wrap = (call: string) => call) => `
    const { withInstallation } = await import(${built('database.js')});
    const { untilInterrupted } = await import(${built('commands/until-interrupted.js')});
    ${wrap(`withInstallation(process.env, async ({ database }) => { ${body} })`)}`;

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'stops it by %s',
    async (signal, code) => {
      const { child } = await run(
        work(`process.send('works'); await new Promise((resolve) => setTimeout(resolve, 60_000));`),
      );
      await once(child, 'message');
      expect(await endBy(child, signal)).toEqual({ code, server: undefined, lock: false });
    },
    60_000,
  );

  it('leaves it running for what a command still does when it is interrupted', async () => {
    const { child, output } = await run(
      work(
        `process.send('works');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        const { rows } = await database.pool.query("SELECT 'finished' AS how");
        console.log(rows[0].how);
        process.disconnect();`,
        (call) => `await untilInterrupted((signal) => ${call});`,
      ),
    );
    await once(child, 'message');
    expect(await endBy(child, 'SIGINT')).toEqual({ code: 130, server: undefined, lock: false });
    expect(output()).toContain('finished');
  }, 60_000);
});
