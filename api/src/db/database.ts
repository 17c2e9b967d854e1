import pg from 'pg';
import { DataSource } from 'typeorm';
import {
  DailyMetricsEntity,
  PageVisitEntity,
  PredictionEntity,
  RecommendationEntity,
  SiteEntity,
} from './entities/index.js';
import { migrations } from './migrations/index.js';

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/** Both ways to the one database: entities through TypeORM, written SQL through the pool. */
export interface Database {
  orm: DataSource;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** The database can't be reached or refuses us. The message is one line that says what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens the pools.
 *
 * @throws DatabaseError when the server doesn't answer or refuses the credentials.
 */
export async function connectDatabase(url: string, options: { poolSize?: number } = {}): Promise<Database> {
  const orm = createDataSource(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 12,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Dates stay text: a calendar day has no instant.
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  });
  // A connection that breaks fails the query it's at, and is replaced at the next use; without listeners, on idle ones
  // and on those in use, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  try {
    await pool.query('SELECT 1');
    await orm.initialize();
  } catch (cause) {
    await pool.end();
    throw new DatabaseError(`The database at ${hostOf(url)} can't be used: ${reasonOf(cause)}. Check DATABASE_URL.`, {
      cause,
    });
  }
  return {
    orm,
    pool,
    close: async () => {
      await orm.destroy();
      await pool.end();
    },
  };
}

/** Brings the schema up to date. Safe to call from several processes at once: one migrates, the others wait. */
export async function migrate(database: Database): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('tidemark_migrations'))");
    await database.orm.runMigrations({ transaction: 'each' });
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext('tidemark_migrations'))");
    client.release();
  }
}

function createDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [DailyMetricsEntity, PageVisitEntity, PredictionEntity, RecommendationEntity, SiteEntity],
    migrations,
    poolSize: 4,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
  });
}

function parserOf(oid: TypeId, format?: 'text'): (value: string) => unknown {
  if (oid === pg.types.builtins.DATE) return (value) => value;
  if (oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the given address';
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}
