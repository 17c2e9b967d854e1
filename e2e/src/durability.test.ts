import { fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase, startEmbeddedServer, type Database } from '@tidemark/api';
import { CHROME, createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { API_MAIN, findPort, startApi } from './api-process.js';
import { until } from './until.js';

/** The part of `npm start` that runs the API, as it's built. */
const API_PROCESS = new URL('../../cli/dist/start/api-process.js', import.meta.url).href;

let test: TestDatabase;
let database: Database;
let dataDir: string;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await connectDatabase(test.url);
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-durability-'));
});
afterAll(async () => {
  await rm(dataDir, { recursive: true });
  await database.close();
  await test.drop();
});

const startHere = (databaseUrl = test.url) => startApi(databaseUrl, { TIDEMARK_DATA_DIR: dataDir });

/** Sends events without a pause until the API is gone. @returns the ids that were acknowledged */
async function sendUntilGone(url: string, senders: number): Promise<Set<string>> {
  const acknowledged = new Set<string>();
  const send = async () => {
    for (;;) {
      const eventId = randomUUID();
      const body = JSON.stringify({
        event_id: eventId,
        page_url: 'https://durable.example/',
        visitor_id: 'v',
        session_id: 's',
      });
      const status = await fetch(`${url}/api/track`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME },
        body,
      }).then(
        (response) => response.status,
        () => null,
      );
      if (status === null) return;
      if (status === 201) acknowledged.add(eventId);
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
  return acknowledged;
}

async function storedIds(): Promise<string[]> {
  const { rows } = await database.pool.query<{ event_id: string }>('SELECT event_id FROM page_visits');
  return rows.map((row) => row.event_id);
}

describe('what was acknowledged is on disk', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('when the API is ended by %s amid its work', async (signal) => {
    const { child, url, output } = await startHere();
    const exited = once(child, 'exit');
    const sending = sendUntilGone(url, 20);
    await sleep(1_500);
    child.kill(signal);
    const acknowledged = await sending;
    const [code] = (await exited) as [number | null];
    expect([signal, code, output().includes('"level":"error"')]).toEqual([
      signal,
      signal === 'SIGTERM' ? 0 : null,
      false,
    ]);
    const stored = await storedIds();
    expect(acknowledged.size).toBeGreaterThan(20);
    expect(new Set(stored).size).toBe(stored.length);
    const isStored = new Set(stored);
    expect([...acknowledged].filter((id) => !isStored.has(id))).toEqual([]);
  });

  it('and its lines hold request ids, but no address, agent, page, visitor, user or token', async () => {
    const { child, url, headers, output } = await startHere();
    const report = `${url}/api/metrics/pages?site=durable.example&page=durable.example/secret`;
    // Nothing that an environment says opens it.
    expect((await fetch(report)).status).toBe(401);
    await fetch(report, { headers });
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    const lines = output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      // The time may have come for one.
      .filter((line) => !('job' in line));
    expect(lines.map(({ message }) => message)).toEqual([
      'listening',
      'request',
      'request',
      'request',
      'request',
      'stopping',
      'stopped',
    ]);
    expect(lines[4]).toMatchObject({
      method: 'GET',
      route: '/api/metrics/pages',
      status: 200,
      request_id: expect.any(String),
    });
    expect(output()).not.toMatch(/secret|Mozilla|undici|visitor|owner|battery|Bearer/);
    expect(output()).not.toContain(headers.Authorization.slice(-20));
  });

  it('says in one line that a port is taken, or that the database is away', async () => {
    const { child, url, output } = await startHere();
    const run = async (env: Record<string, string>) => {
      const other = fork(API_MAIN, {
        execArgv: [],
        env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: test.url, ...env },
        silent: true,
      });
      let said = '';
      other.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(other, 'exit')) as [number];
      return [code, said];
    };
    const { port } = new URL(url);
    expect(await run({ API_PORT: port })).toEqual([
      1,
      `Port ${port} is taken: end what listens there, or set API_PORT.\n`,
    ]);
    const [code, said] = await run({ DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' });
    expect([code, said]).toEqual([1, expect.stringMatching(/^The database at 127\.0\.0\.1:1 can't be used: .*\n$/)]);
    expect(await run({ API_PORT: 'x' })).toEqual([1, expect.stringMatching(/^Wrong environment: API_PORT .*\n$/)]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(output()).toContain('stopped');
  });
});

describe('an API whose supervisor is killed', () => {
  it('ends as when it is told to, though nobody hears any more what it says', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-orphan-'));
    const [noteEnd, end] = [path.join(folder, 'note-end.mjs'), path.join(folder, 'end')];
    const write = `import fs from 'node:fs'; process.on('exit', (code) => fs.writeFileSync(process.env.END, String(code)));`;
    await writeFile(noteEnd, write);
    const port = await findPort();
    const supervise = `
      const { startApi } = await import(${JSON.stringify(API_PROCESS)});
      const env = { ...process.env, NODE_OPTIONS: ${JSON.stringify(`--import=${pathToFileURL(noteEnd).href}`)} };
      const { signal } = new AbortController();
      await startApi({ url: 'http://127.0.0.1:${port}', env, onLine: () => {}, onCrash: () => {}, signal });
      process.send('ready');`;
    const supervisor = spawn(process.execPath, ['--input-type=module', '--eval', supervise], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        DATABASE_URL: test.url,
        API_PORT: String(port),
        TIDEMARK_DATA_DIR: dataDir,
        RATE_LIMIT_PER_MINUTE: '0',
        END: end,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(supervisor, 'message');
    // Each is a line in its log, also those that are answered after the kill.
    const ask = async () => {
      while (await isAnswered(`http://127.0.0.1:${port}/api/sites`));
    };
    const asking = Promise.all(Array.from({ length: 20 }, ask));
    await sleep(500);
    supervisor.kill('SIGKILL');
    await asking;
    const readEnd = () => readFile(end, 'utf8').catch(() => ''); // it isn't there yet
    await until('the API has ended', async () => (await readEnd()) !== '');
    expect(await readEnd()).toBe('0');
    await rm(folder, { recursive: true });
  }, 60_000);
});

const isAnswered = (url: string) =>
  fetch(url).then(
    async (response) => {
      await response.arrayBuffer();
      return true;
    },
    () => false, // it listens no more
  );

describe('a database that goes away and comes back', () => {
  it('costs no process and no acknowledged event: 503 meanwhile, 201 again after', async () => {
    const awayDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-away-'));
    const settings = { shared_buffers: '16MB' };
    let server = await startEmbeddedServer({ dataDir: awayDir, port: 0, settings });
    const { child, url, headers } = await startHere(server.url);
    const track = async () => {
      const body = JSON.stringify({ page_url: 'https://away.example/', visitor_id: 'v', session_id: 's' });
      const sent = { 'Content-Type': 'application/json', 'User-Agent': CHROME };
      return (await fetch(`${url}/api/track`, { method: 'POST', headers: sent, body })).status;
    };
    const ready = async () => (await fetch(`${url}/api/ready`)).status;
    try {
      expect([await track(), await ready()]).toEqual([201, 200]);
      // What is in the middle of a transaction is cut off too.
      const sending = Array.from({ length: 20 }, track);
      await server.stop();
      expect((await Promise.all(sending)).every((status) => status === 201 || status === 503)).toBe(true);
      expect([await track(), await ready(), (await fetch(`${url}/api/sites`, { headers })).status]).toEqual([
        503, 503, 503,
      ]);
      server = await startEmbeddedServer({ dataDir: awayDir, port: server.port, settings });
      expect([await track(), await ready(), child.exitCode]).toEqual([201, 200, null]);
    } finally {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await server.stop();
      await rm(awayDir, { recursive: true });
    }
  }, 60_000);
});
