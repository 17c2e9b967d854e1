import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedServer, useEmbeddedServer, type OwnServer } from './embedded-server.js';
import { isRunning, markProcess } from './embedded/process-mark.js';

const settings = { fsync: 'off', shared_buffers: '16MB' };

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer;
  } finally {
    await client.end();
  }
}

describe('the embedded server', () => {
  let dataDir: string;
  const start = async (port = 0): Promise<OwnServer> => startEmbeddedServer({ dataDir, port, settings });

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-embedded-'));
  });

  afterAll(async () => {
    await rm(dataDir, { recursive: true });
  });

  it('keeps its data over a stop and a start, in UTC and UTF-8, behind a password only we can read', async () => {
    const first = await start();
    await ask(first.url, "CREATE TABLE kept AS SELECT 'käse' AS answer");
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe('käse');
    expect(await ask(second.url, "SELECT current_setting('timezone') AS answer")).toBe('UTC');
    expect(await ask(second.url, "SELECT current_setting('listen_addresses') AS answer")).toBe('127.0.0.1');
    await second.stop();
    const { mode } = await stat(path.join(dataDir, 'secrets', 'postgres-password'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('takes the next port when the wanted one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    const server = await start(taken);
    expect(server.port).toBeGreaterThan(taken);
    await server.stop();
    other.close();
  });

  it('is not held up by a mark whose number now belongs to another process', async () => {
    const stranger = spawn('sleep', ['30']);
    await writeFile(
      path.join(dataDir, 'postgres', 'postmaster.pid'),
      `${String(stranger.pid)}\n${dataDir}\n1\n5432\n\n\n`,
    );
    const server = await start();
    expect(await ask(server.url, 'SELECT answer FROM kept')).toBe('käse');
    await server.stop();
    stranger.kill();
  });

  it('recovers after it was stopped like a crash', async () => {
    const crashed = await start();
    await ask(crashed.url, "INSERT INTO kept VALUES ('brot')");
    crashed.stopNow();
    const server = await start();
    expect(await ask(server.url, 'SELECT count(*)::int AS answer FROM kept')).toBe(2);
    await server.stop();
  });

  it('is started again where it was after it ended by itself', async () => {
    const server = await start();
    expect(await server.isRunning()).toBe(true);
    const [pid] = (await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    while (await server.isRunning()) await sleep(20);
    await server.startAgain();
    expect(await server.isRunning()).toBe(true);
    expect(await ask(server.url, 'SELECT count(*)::int AS answer FROM kept')).toBe(2);
    await server.stop();
    expect(await server.isRunning()).toBe(false);
  });

  it('turns a second process away, and lends it the running server when it only wants to use it', async () => {
    const stranger = spawn('sleep', ['30']);
    const mark = markProcess(stranger.pid ?? 0);
    const server = await start();
    const lock = path.join(dataDir, 'tidemark.lock');
    const ours = await readFile(lock, 'utf8');
    // As if the stranger had started it.
    await writeFile(lock, `${String(mark?.pid)}\n${mark?.startedAt ?? ''}\n`);
    await expect(start()).rejects.toThrow(`Tidemark is already running (process ${String(stranger.pid)})`);
    const borrowed = await useEmbeddedServer({ dataDir, port: 0 });
    await borrowed.stop();
    expect(await ask(borrowed.url, 'SELECT 1 AS answer')).toBe(1);
    await writeFile(lock, ours);
    await server.stop();
    stranger.kill();
  });

  it('names the version when the data is of another', async () => {
    const file = path.join(dataDir, 'postgres', 'PG_VERSION');
    const version = await readFile(file, 'utf8');
    await writeFile(file, '14\n');
    await expect(start()).rejects.toThrow('is of PostgreSQL 14, this is PostgreSQL 15');
    await writeFile(file, version);
  });

  it('says which folder it can not write', async () => {
    const file = path.join(dataDir, 'a-file');
    await writeFile(file, '');
    await expect(startEmbeddedServer({ dataDir: path.join(file, 'data'), port: 0 })).rejects.toThrow(
      /can't be (written|reached)|can't reach/,
    );
  });

  it('knows a process from a later one with the same number', () => {
    const self = markProcess(process.pid);
    expect(self && isRunning(self)).toBe(true);
    expect(isRunning({ pid: process.pid, startedAt: 'another time' })).toBe(false);
    expect(markProcess(99_999_999)).toBeUndefined();
  });
});
