import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectDatabase, startEmbeddedServer, type Database, type OwnServer } from '@tidemark/api';
import { keepDatabase } from './keep-database.js';
import type { KeptProcess } from './keep-running.js';

const settings = { fsync: 'off', shared_buffers: '16MB' };

let dataDir: string;
let server: OwnServer;
let kept: KeptProcess;
let said: string[];
/** Settles when it is going to be started again. */
let begun: Promise<void>;

/** Has it looked after from now on. */
function keep(limit: number): void {
  kept = keepDatabase(server, {
    onCrash: (message) => said.push(message),
    everyMs: 10,
    rules: { limit, windowMs: 60_000, firstDelayMs: 1 },
  });
}

async function crash(): Promise<void> {
  const [pid] = (await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGQUIT');
}

/** It refuses until it's up, whatever it says; where it stays so, the test's time ends. */
async function connectAtLast(): Promise<Database> {
  for (;;) {
    const database = await connectDatabase(server.url).catch(() => undefined);
    if (database) return database;
  }
}

beforeEach(async () => {
  said = [];
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-keep-database-'));
  server = await startEmbeddedServer({ dataDir, port: 0, settings });
  begun = new Promise<void>((resolve) => {
    const { startAgain } = server;
    server.startAgain = () => {
      resolve();
      return startAgain();
    };
  });
});
afterEach(async () => {
  await kept.stop();
  await rm(dataDir, { recursive: true });
});

describe('keepDatabase', () => {
  it('starts the database again where it was, and says so', async () => {
    keep(5);
    await crash();
    await begun;
    const database = await connectAtLast();
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await database.close();
    expect(said).toEqual(['The database ended (by itself); it is started again in 0.001 s.']);
  });

  it('gives up when it ends too often', async () => {
    keep(0);
    await crash();
    await expect(kept.untilGivenUp).rejects.toThrow('The database ended too often within a minute (last: by itself).');
  });

  it('leaves none running when it is stopped amid a start', async () => {
    keep(5);
    await crash();
    await begun;
    await kept.stop();
    expect(await server.isRunning()).toBe(false);
  });
});
