import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../db/index.js';

/** Of which shape a summary's files are; one of another shape is made anew. */
export const SUMMARY_VERSION = 1;

/** A file of the archive, as it was written. */
export interface SummaryFile {
  key: string;
  sizeBytes: number;
  sha256: string;
}

/**
 * What is known of a month of a site, in its time zone, without reading events. It follows from the archive files named in
 * `sources` alone: while they are the ones in the manifest it holds, and when they aren't it's made anew.
 */
export interface MonthSummary {
  siteId: number;
  /** The month's first day, `YYYY-MM-DD`. */
  month: string;
  timeZone: string;
  /** By day number: the archive files that hold the day, in one text (see `sourcesOf`). */
  sources: Readonly<Record<number, string>>;
  /** Changes whenever a day is added or made anew, not when days are let go of. */
  lineage: string;
  /** The lineages of the earlier months, in which visitors were sought when this one was made. */
  ancestors: readonly string[];
  files: SummaryFiles | null;
  /** Distinct visitors of the month. */
  visitors: number;
  /** The sample holds one in 2^n of the visitors. */
  sampleHalvings: number;
}

/**
 * - `sums`: the sums of each day, and of the month, by each dimension; and how many visitors of each day were last seen on which;
 * - `visitors`: each visitor of the month with the days he or she came on;
 * - `sample`: all events of some visitors, chosen by their keys.
 */
export interface SummaryFiles {
  sums: SummaryFile;
  visitors: SummaryFile;
  sample: SummaryFile;
}

interface SummaryRow {
  site_id: number;
  month: string;
  timezone: string;
  sources: Record<number, string>;
  lineage: string;
  ancestors: string[];
  files: SummaryFiles | null;
  visitors: number;
  sample_halvings: number;
}

/** The summaries that changed since a version of the archive, in order of their months. */
export async function readSummaries(db: Pool | PoolClient, sinceVersion: number): Promise<MonthSummary[]> {
  const { rows } = await db.query<SummaryRow>(
    `SELECT site_id, month, timezone, sources, lineage, ancestors, files, visitors, sample_halvings
     FROM month_summaries WHERE version > $1 AND schema_version = ${SUMMARY_VERSION} ORDER BY month`,
    [sinceVersion],
  );
  return rows.map((row) => ({
    siteId: row.site_id,
    month: row.month,
    timeZone: row.timezone,
    sources: row.sources,
    lineage: row.lineage,
    ancestors: row.ancestors,
    files: row.files,
    visitors: row.visitors,
    sampleHalvings: row.sample_halvings,
  }));
}

/** Enters a summary in the place of an earlier one, and tells every process by a new version of the archive. */
export async function enterSummary(pool: Pool, summary: MonthSummary): Promise<void> {
  await inTransaction(pool, (client) =>
    client.query(ENTER_SUMMARY, [
      summary.siteId,
      summary.month,
      summary.timeZone,
      SUMMARY_VERSION,
      JSON.stringify(summary.sources),
      summary.lineage,
      summary.ancestors,
      JSON.stringify(summary.files),
      summary.visitors,
      summary.sampleHalvings,
    ]),
  );
}

const ENTER_SUMMARY = `
  WITH next AS (UPDATE archive_state SET version = version + 1 RETURNING version)
  INSERT INTO month_summaries (site_id, month, timezone, schema_version, sources, lineage, ancestors, files, visitors, sample_halvings, version)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, next.version FROM next
  ON CONFLICT (site_id, month) DO UPDATE SET (timezone, schema_version, sources, lineage, ancestors, files, visitors,
    sample_halvings, version, written_at) = ROW(excluded.timezone, excluded.schema_version, excluded.sources, excluded.lineage,
    excluded.ancestors, excluded.files, excluded.visitors, excluded.sample_halvings, excluded.version, CURRENT_TIMESTAMP)`;
