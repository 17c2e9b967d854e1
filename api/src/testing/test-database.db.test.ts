import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './test-database.js';

describe('createTestDatabase', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });

  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  it('gives each caller a database of its own with the schema in it', async () => {
    expect(first.url).not.toBe(second.url);
    for (const { url } of [first, second]) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<{ found: string | null }>("SELECT to_regclass('page_visits')::text AS found");
      await client.end();
      expect(rows).toEqual([{ found: 'page_visits' }]);
    }
  });
});
