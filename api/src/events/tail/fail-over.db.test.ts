import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedServer, type EmbeddedServer } from '../../db/embedded-server.js';
import { connectDatabase, migrate, type Database } from '../../db/index.js';
import { addDays } from '../../domain/period.js';
import { createLogger } from '../../logger.js';
import { buildPageView, createTestDatabase, testAnalytics, type TestDatabase } from '../../testing/index.js';
import { createEventStore, type EventStore } from '../index.js';

const DAY = addDays(new Date().toISOString().slice(0, 10), -2);

async function openOn(url: string) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-fail-over-'));
  const database = await connectDatabase(url);
  await migrate(database);
  await database.pool.query("INSERT INTO sites (id, domain, name) VALUES (1, 'a.example', 'a') ON CONFLICT DO NOTHING");
  const events = createEventStore({
    pool: database.pool,
    logger: createLogger('silent'),
    options: testAnalytics(dataDir),
  });
  return {
    database,
    events,
    close: async () => {
      await events.close();
      await database.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

const append = (events: EventStore, sessionId: string) =>
  events.append([buildPageView({ siteId: 1, sessionId, viewedAt: new Date(`${DAY}T12:00:00Z`) })]);

async function countViews(events: EventStore): Promise<number> {
  await events.catchUp();
  const range = { siteId: 1, timeZone: 'UTC', from: DAY, to: DAY };
  const { groups } = await events.aggregateNow({ range, filters: [], dimension: 'total', orderBy: 'value', limit: 1 });
  return groups[0]?.pageViews ?? 0;
}

describe('a database that was put back to an earlier moment', () => {
  let test: TestDatabase;
  let opened: Awaited<ReturnType<typeof openOn>>;
  beforeEach(async () => {
    test = await createTestDatabase();
    opened = await openOn(test.url);
  });
  afterEach(async () => {
    await opened.close();
    await test.drop();
  });

  /** Another database takes the place of this one, as after a restore. */
  async function restore(from: string): Promise<void> {
    const { pathname } = new URL(test.url);
    const server = await connectDatabase(new URL('/postgres', test.url).href);
    const name = pathname.slice(1);
    await server.pool.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await server.pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY($1)', [
      [name, from],
    ]);
    await server.pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.pool.query(`ALTER DATABASE ${from} RENAME TO ${name}`);
    await server.close();
  }

  async function backUp(): Promise<string> {
    const name = `${new URL(test.url).pathname.slice(1)}_backup`;
    const server = await connectDatabase(new URL('/postgres', test.url).href);
    await server.pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      new URL(test.url).pathname.slice(1),
    ]);
    await server.pool.query(`CREATE DATABASE ${name} TEMPLATE ${new URL(test.url).pathname.slice(1)}`);
    await server.close();
    return name;
  }

  it('is answered from what it has now: neither what it lost, nor without what came since', async () => {
    await append(opened.events, 's1');
    expect(await countViews(opened.events)).toBe(1);
    const backup = await backUp();
    await append(opened.events, 's2');
    await append(opened.events, 's3');
    expect(await countViews(opened.events)).toBe(3);
    await opened.events.closeDays();
    await restore(backup);
    expect(await countViews(opened.events)).toBe(1);
    await append(opened.events, 's4');
    expect(await countViews(opened.events)).toBe(2);
    expect((await opened.events.closeDays()).failed).toEqual([]);
    expect(await countViews(opened.events)).toBe(2);
    await opened.events.sweepArchive();
    await opened.events.sweepArchive();
    expect((await opened.events.verifyArchive()).lost).toEqual([]);
  });
});

describe('a database server that ends without warning', () => {
  let home: string;
  let server: EmbeddedServer;
  let opened: Awaited<ReturnType<typeof openOn>>;
  let database: Database;
  const settings = { shared_buffers: '16MB' };
  beforeAll(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'tidemark-server-'));
    server = await startEmbeddedServer({ dataDir: home, port: 0, settings });
    opened = await openOn(server.url);
    ({ database } = opened);
  }, 60_000);
  afterAll(async () => {
    await opened.close();
    await server.stop();
    await rm(home, { recursive: true });
  });

  const restart = async () => {
    server.stopNow();
    server = await startEmbeddedServer({ dataDir: home, port: server.port, settings });
  };

  it('amid the close of a day costs nothing: the day is closed after', async () => {
    await append(opened.events, 's1');
    const closing = opened.events.closeDays().then(
      ({ failed }) => failed,
      (error: unknown) => [error],
    );
    await restart();
    await closing;
    await append(opened.events, 's2');
    expect(await countViews(opened.events)).toBe(2);
    expect((await opened.events.closeDays({ isEveryDirtyDue: true })).failed).toEqual([]);
    expect(await countViews(opened.events)).toBe(2);
    const { rows } = await database.pool.query('SELECT rows FROM archive_days');
    expect(rows).toEqual([{ rows: 2 }]);
  }, 60_000);

  it('and lets nobody write for a while keeps its figures, and closes days after', async () => {
    await append(opened.events, 's3');
    await database.pool.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await database.pool.query('SELECT pg_reload_conf()');
    await restart();
    await expect(append(opened.events, 's4')).rejects.toMatchObject({ code: '25006' });
    expect(await countViews(opened.events)).toBe(3);
    const refused = await opened.events.closeDays({ isEveryDirtyDue: true }).then(
      ({ failed }) => failed.length,
      () => 1,
    );
    expect(refused).toBe(1);
    expect(await countViews(opened.events)).toBe(3);
    await database.pool.query('ALTER SYSTEM RESET default_transaction_read_only');
    await restart();
    await append(opened.events, 's4');
    expect((await opened.events.closeDays({ isEveryDirtyDue: true })).failed).toEqual([]);
    expect(await countViews(opened.events)).toBe(4);
  }, 60_000);
});
