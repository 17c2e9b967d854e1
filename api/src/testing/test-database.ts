import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectDatabase, migrate } from '../db/index.js';
import { getTestRun } from './test-run.js';

/** A database of its own, with the present schema and nothing in it. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

function getTemplateName(): string {
  return `tidemark_template_${getTestRun().name}`;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Migrated once a run, under a lock, from the sources that the tests run on; then cloned. */
async function ensureTemplate(client: pg.Client, serverUrl: string): Promise<string> {
  const template = getTemplateName();
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) {
      const draft = `${template}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft}`);
      await client.query(`CREATE DATABASE ${draft}`);
      const database = await connectDatabase(withDatabase(serverUrl, draft));
      try {
        await migrate(database);
      } finally {
        await database.close();
      }
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
    return template;
  } finally {
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [template]);
  }
}

/**
 * Makes a database for one test file: `beforeAll(async () => { database = await createTestDatabase(); })`.
 * @returns Its address, and a way to drop it, also while connections are open.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { serverUrl, name } = getTestRun();
  const database = `tidemark_test_${name}_${randomBytes(4).toString('hex')}`;
  await withClient(serverUrl, async (client) => {
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${await ensureTemplate(client, serverUrl)}`);
  });
  return {
    url: withDatabase(serverUrl, database),
    drop: async () => {
      await withClient(serverUrl, async (client) => client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
    },
  };
}

/** Drops the run's template from a server that outlives the run. */
export async function dropTemplate(): Promise<void> {
  await withClient(getTestRun().serverUrl, async (client) =>
    client.query(`DROP DATABASE IF EXISTS ${getTemplateName()} WITH (FORCE)`),
  );
}
