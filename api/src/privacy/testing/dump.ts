import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pool } from 'pg';
import { openDuckDb } from '../../testing/index.js';

/** Every row of every table of the database, the queue's tables too, as text: what a dump of it holds. */
export async function dumpDatabase(pool: Pool): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const parts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    parts.push(name, ...rows.map(({ line }) => line));
  }
  return parts.join('\n');
}

/** Everything in a folder as text: the rows of Parquet files, all else as it is. */
export async function dumpFolder(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const duck = await openDuckDb();
  try {
    const parts: string[] = [];
    for (const file of files) {
      if (!file.endsWith('.parquet')) parts.push(file, await readFile(file, 'latin1'));
      else {
        const rows = await duck.all<{ line: string }>(`SELECT t::VARCHAR AS line FROM read_parquet('${file}') t`);
        parts.push(file, ...rows.map(({ line }) => line));
      }
    }
    return parts.join('\n');
  } finally {
    await duck.close();
  }
}
