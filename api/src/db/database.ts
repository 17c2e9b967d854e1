import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { readConnectionOptions, type ConnectionOptions } from './connection-options.js';
import { DatabaseError } from './database-error.js';
import {
  DailyMetricsEntity,
  PageVisitEntity,
  PredictionEntity,
  RecommendationEntity,
  SiteEntity,
} from './entities/index.js';
import { migrations } from './migrations/index.js';

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/**
 * The ways to the one database: entities through TypeORM, written SQL through the pool. Ingest has connections of its own,
 * so that it never waits for those that reading or a job holds.
 */
export interface Database {
  orm: DataSource;
  pool: pg.Pool;
  ingestPool: pg.Pool;
  ingestOrm: DataSource;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** The most connections of each kind; they're opened when they're needed. docs/operations/archive.md gives their sum. */
const POOL_SIZE = 10;
const ORM_POOL_SIZE = 4;
/** Two groups of events, each its views and custom events at once, and one for salts and counts. */
const INGEST_POOL_SIZE = 5;
/** The list of sites is read once at a time. */
const INGEST_ORM_POOL_SIZE = 1;

/**
 * Opens the pools.
 *
 * @throws DatabaseError when the server doesn't answer, isn't the one it should be, or refuses the credentials.
 */
export async function connectDatabase(url: string, options: { poolSize?: number } = {}): Promise<Database> {
  const connection = readConnectionOptions(url);
  const orm = createDataSource(connection, ORM_POOL_SIZE);
  const ingestOrm = createDataSource(connection, INGEST_ORM_POOL_SIZE);
  const pool = createPool(connection, options.poolSize ?? POOL_SIZE);
  const ingestPool = createPool(connection, INGEST_POOL_SIZE);
  const close = async () => {
    for (const source of [orm, ingestOrm]) if (source.isInitialized) await source.destroy();
    for (const one of [pool, ingestPool]) await one.end();
  };
  try {
    await pool.query('SELECT 1');
    await orm.initialize();
    await ingestOrm.initialize();
  } catch (cause) {
    await close();
    throw new DatabaseError(`The database at ${hostOf(url)} can't be used: ${reasonOf(cause)}. Check DATABASE_URL.`, {
      cause,
    });
  }
  return { orm, pool, ingestPool, ingestOrm, close };
}

function createPool({ url, ssl }: ConnectionOptions, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    ...(ssl !== undefined && { ssl }),
    max,
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
  return pool;
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

function createDataSource({ url, ssl }: ConnectionOptions, poolSize: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    ...(ssl !== undefined && { ssl }),
    entities: [DailyMetricsEntity, PageVisitEntity, PredictionEntity, RecommendationEntity, SiteEntity],
    migrations,
    poolSize,
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
  return isNativeError(cause) ? cause.message : String(cause);
}
