/** What closing a day is held against: its rows copied out of PostgreSQL and by DuckDB into a Parquet file as they come. */
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { to as copyTo } from 'pg-copy-streams';

const keyOf = (column) => `('x' || left(md5(${column}), 16))::bit(64)::bigint AS ${column}`;
/** What the archive keeps of a row; not what it adds about the session. */
const COLUMNS = `${keyOf('visitor_id')}, ${keyOf('session_id')}, (extract(epoch FROM timestamp) * 1000)::bigint AS viewed_at, page_url,
  time_on_page, referrer, device_type, browser, os, screen_resolution, language, country, source, channel,
  utm_source, utm_medium, utm_campaign, utm_term, utm_content`;

/** Seconds and bytes of it. */
export async function exportPlainly(pool, { siteId, folder }) {
  const [csv, parquet] = ['plain.csv', 'plain.parquet'].map((name) => path.join(folder, name));
  const beganMs = performance.now();
  const client = await pool.connect();
  try {
    const select = `SELECT ${COLUMNS} FROM page_visits WHERE site_id = ${Number(siteId)}`;
    const copy = client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT csv, HEADER)`));
    await pipeline(copy, createWriteStream(csv));
  } finally {
    client.release();
  }
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM read_csv('${csv}')) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`);
  connection.closeSync();
  instance.closeSync();
  return { seconds: (performance.now() - beganMs) / 1_000, sizeBytes: (await stat(parquet)).size };
}
