import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';
import { connectDatabase, migrate, type Database } from './index.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await connectDatabase(test.url);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ column_name: string }>(
    "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public' ORDER BY column_name",
    [table],
  );
  return rows.map((row) => row.column_name);
}

describe('the schema', () => {
  it.each([
    [
      'page_visits',
      'id page_url visitor_id session_id timestamp time_on_page referrer user_agent ip_address device_type browser os screen_resolution language created_at',
    ],
    [
      'daily_metrics',
      'id date page_visits page_views unique_visitors avg_time_on_page bounce_rate avg_session_duration top_pages traffic_sources device_distribution created_at updated_at',
    ],
    [
      'predictions',
      'id metric_name predicted_date predicted_value confidence_interval model_version model_accuracy created_at',
    ],
    ['recommendations', 'id type title description priority status data created_at updated_at'],
  ])("has every column of the specification's %s, and the site's", async (table, columns) => {
    expect(await columnsOf(table)).toEqual(expect.arrayContaining([...columns.split(' '), 'site_id']));
  });

  it('has every index of the specification', async () => {
    const { rows } = await database.pool.query<{ indexname: string }>(
      "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'idx_%'",
    );
    expect(rows.map((row) => row.indexname)).toEqual(
      expect.arrayContaining([
        'idx_page_visits_timestamp',
        'idx_page_visits_visitor_id',
        'idx_page_visits_session_id',
        'idx_page_visits_page_url',
        'idx_daily_metrics_date',
        'idx_predictions_metric_date',
      ]),
    );
  });

  it('has the columns and types that the entities state', async () => {
    for (const { tableName, columns } of database.orm.entityMetadatas) {
      expect([tableName, await columnsOf(tableName)]).toEqual([
        tableName,
        columns.map((column) => column.databaseName).sort(),
      ]);
    }
  });

  const dump = async () => {
    const { rows } = await database.pool.query(
      "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    );
    const indexes = await database.pool.query("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1");
    const functions = await database.pool.query(
      "SELECT routine_name FROM information_schema.routines WHERE routine_schema = 'public' ORDER BY 1",
    );
    return [...(rows as unknown[]), ...(indexes.rows as unknown[]), ...(functions.rows as unknown[])];
  };

  it('is the same when migrated again, down and up', async () => {
    const fresh = await dump();
    await migrate(database);
    expect(await dump()).toEqual(fresh);
    for (let left = database.orm.migrations.length; left > 0; left--) await database.orm.undoLastMigration();
    expect(await columnsOf('page_visits')).toEqual([]);
    await migrate(database);
    expect(await dump()).toEqual(fresh);
  });

  it('is the same on a database that an early commit made, whose first migrations were less', async () => {
    const fresh = await dump();
    const undoFrom = async (name: string) => {
      const place = database.orm.migrations.findIndex((migration) => migration.name?.startsWith(name));
      for (let left = database.orm.migrations.length; left > place; left--) await database.orm.undoLastMigration();
    };
    await undoFrom('EarlyDatabases');
    await database.pool.query('ALTER TABLE archive_days DROP COLUMN erased_keys, DROP COLUMN is_anonymous');
    await database.pool.query('ALTER TABLE custom_events DROP COLUMN is_anonymous');
    await migrate(database);
    expect(await dump()).toEqual(fresh);
    await undoFrom('HotRow');
    await database.pool.query(
      'ALTER FUNCTION ensure_page_visits_partition(date) RENAME TO create_page_visits_partition',
    );
    await migrate(database);
    expect(await dump()).toEqual(fresh);
  });
});

const partitionOf = async (day: string) => {
  const { rows } = await database.pool.query<{ name: string }>('SELECT ensure_page_visits_partition($1) AS name', [
    day,
  ]);
  return rows[0]?.name;
};
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

describe('partitions', () => {
  it('are a day each in the last weeks', async () => {
    const day = daysAgo(20);
    expect(await partitionOf(day)).toBe(`page_visits_${day.replaceAll('-', '')}`);
    expect(await partitionOf(day)).toBe(`page_visits_${day.replaceAll('-', '')}`);
  });

  it('are a month each for history that is filled in, unless the month has days already', async () => {
    expect([await partitionOf('2015-05-17'), await partitionOf('2015-05-31')]).toEqual([
      'page_visits_201505',
      'page_visits_201505',
    ]);
    await database.pool.query(
      "CREATE TABLE page_visits_20150601 PARTITION OF page_visit_rows FOR VALUES FROM ('2015-06-01Z') TO ('2015-06-02Z')",
    );
    expect([await partitionOf('2015-06-01'), await partitionOf('2015-06-02')]).toEqual([
      'page_visits_20150601',
      'page_visits_20150602',
    ]);
  });
});

describe('plans', () => {
  it('find a site and time span by the index that leads with the site, in the days concerned alone', async () => {
    const [day, nextDay] = [daysAgo(2), daysAgo(1)];
    const [partition, nextPartition] = [await partitionOf(day), await partitionOf(nextDay)];
    await database.pool.query(
      `INSERT INTO page_visit_rows (site_id, event_id, page_key, client_key, visitor_text, session_text, timestamp)
       SELECT g % 20, gen_random_uuid(), page_visit_key('https://example.com/' || g % 50), 1, 'v' || g / 5, 's' || g / 3, $1::date::timestamp AT TIME ZONE 'UTC' + g * interval '4 seconds'
       FROM generate_series(0, 40000) g`,
      [day],
    );
    await database.pool.query('ANALYZE page_visit_rows');
    const plan = async (query: string) => {
      const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${query}`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const span = await plan(
      `SELECT count(*) FROM page_visits WHERE site_id = 7 AND timestamp >= '${day} 10:00Z' AND timestamp < '${day} 10:30Z'`,
    );
    expect(span).toContain(`${partition}_site_id_timestamp_idx`);
    expect(span).not.toContain(nextPartition);
    const byKey = (id: string, value: string) =>
      plan(`SELECT ${id} FROM page_visits WHERE page_visit_key(${id}) = page_visit_key('${value}')`);
    expect(await byKey('session_id', 's77')).toContain(`${partition}_page_visit_key_idx`);
    expect(await byKey('visitor_id', 'v77')).toContain(`${partition}_page_visit_key_idx`);
    expect(await plan(`SELECT FROM ${partition} WHERE event_id = '00000000-0000-4000-8000-000000000000'`)).toContain(
      `${partition}_event_id`,
    );
  });
});

describe('a database that is not there', () => {
  it('is told in one line that says what to do', async () => {
    await expect(connectDatabase('postgres://tidemark:secret@127.0.0.1:1/tidemark')).rejects.toThrow(
      /^The database at 127\.0\.0\.1:1 can't be used: .*ECONNREFUSED.*\. Check DATABASE_URL\.$/,
    );
  });
});
