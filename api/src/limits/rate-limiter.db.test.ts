import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { connectDatabase, type Database } from '../db/index.js';
import { createLogger } from '../logger.js';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';
import { RateLimiter } from './rate-limiter.js';

const salt = Buffer.alloc(32, 7);
let test: TestDatabase;
let database: Database;
let now = new Date('2026-03-01T12:00:30Z');
let limiters: RateLimiter[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  database = await connectDatabase(test.url);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});
afterEach(async () => {
  await Promise.all(limiters.map((limiter) => limiter.close()));
  limiters = [];
  await database.pool.query('TRUNCATE rate_limits');
});

/** A limiter as one process has it. */
function open({ perMinute = 100, pool = database.pool }: { perMinute?: number; pool?: Pool } = {}): RateLimiter {
  const limiter = new RateLimiter({
    name: 'test',
    perMinute,
    pool,
    saltOf: () => Promise.resolve(salt),
    logger: createLogger('silent'),
    now: () => now,
  });
  limiters.push(limiter);
  return limiter;
}

function takeMany(limiter: RateLimiter, times: number, address = '192.0.2.1'): number {
  let taken = 0;
  for (let sent = 0; sent < times; sent += 1) if (!limiter.take(address).isExceeded) taken += 1;
  return taken;
}

async function usedInDatabase(): Promise<number> {
  const { rows } = await database.pool.query<{ used: number | null }>('SELECT sum(used)::int AS used FROM rate_limits');
  return rows[0]?.used ?? 0;
}

async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isReached())) await sleep(10);
}

describe('a limiter', () => {
  it('allows as many as it should at once, and no more', () => {
    expect(takeMany(open(), 250)).toBe(100);
  });

  it('asks the database nothing for an address that sends little', async () => {
    const asked: string[] = [];
    const pool = { query: (sql: string) => Promise.resolve(asked.push(sql)) } as unknown as Pool;
    const limiter = open({ pool });
    for (let index = 0; index < 500; index += 1) takeMany(limiter, 4, `10.0.${index >> 8}.${index & 255}`);
    await sleep(300);
    expect(asked).toEqual([]);
  });

  it('lets through hardly more than the limit where two count together', async () => {
    const [one, two] = [open(), open()];
    let taken = 0;
    for (let before = -1; taken > before;) {
      before = taken;
      for (const limiter of [one, two]) {
        taken += takeMany(limiter, 5);
        await until(async () => (await usedInDatabase()) === taken);
      }
    }
    expect(taken).toBeGreaterThanOrEqual(100);
    expect(taken).toBeLessThanOrEqual(110);
  });

  it('settles what came in while it was settling', async () => {
    const limiter = open({ perMinute: 1_000 });
    for (let round = 0; round < 20; round += 1) {
      takeMany(limiter, 50);
      await sleep(15);
    }
    await until(async () => (await usedInDatabase()) === 1_000);
    expect(takeMany(limiter, 1)).toBe(0);
  });

  it('begins anew with each minute, here and in the database', async () => {
    const limiter = open();
    takeMany(limiter, 100);
    await until(async () => (await usedInDatabase()) === 100);
    now = new Date(now.getTime() + 60_000);
    expect(takeMany(limiter, 60)).toBe(60);
    await until(async () => (await usedInDatabase()) === 60);
  });

  it('counts alone while the database is away, and together again when it is back', async () => {
    let isAway = true;
    const flaky = {
      query: (sql: string, values: unknown[]) =>
        isAway ? Promise.reject(new Error('Connection terminated')) : database.pool.query(sql, values),
    } as unknown as Pool;
    const limiter = open({ pool: flaky });
    expect(takeMany(limiter, 60)).toBe(60);
    await sleep(250);
    expect(takeMany(limiter, 100)).toBe(40);
    isAway = false;
    await until(async () => (await usedInDatabase()) === 100);
  });
});
