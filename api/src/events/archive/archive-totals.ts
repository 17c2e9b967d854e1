import type { Pool } from 'pg';

/** How much the archive holds, of all sites. */
export interface ArchiveTotals {
  /** Days of sites that have a file. */
  days: number;
  rows: number;
  sizeBytes: number;
}

const SELECT_TOTALS = `
  SELECT count(*)::integer AS days, coalesce(sum(rows), 0)::float8 AS rows, coalesce(sum(bytes), 0)::float8 AS "sizeBytes"
  FROM archive_days WHERE object_key IS NOT NULL`;

/** Reads it from the manifest alone: the files aren't looked at. */
export async function readArchiveTotals(pool: Pool): Promise<ArchiveTotals> {
  const { rows } = await pool.query<ArchiveTotals>(SELECT_TOTALS);
  return rows[0] ?? { days: 0, rows: 0, sizeBytes: 0 };
}
