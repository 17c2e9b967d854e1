import type { Pool } from 'pg';
import { readManifest } from './manifest.js';
import type { ArchivePlace } from './place/index.js';

/** What the archive has of a site. */
export interface SiteArchive {
  siteId: number;
  days: number;
  rows: number;
  sizeBytes: number;
  /** First and last archived day, `YYYY-MM-DD` in UTC; null where there is none. */
  oldest: string | null;
  newest: string | null;
  /** Days whose rows are in PostgreSQL as well. */
  hotDays: number;
  /** Archived days that changed and wait for their file to be written anew. */
  dirtyDays: string[];
  /** Days whose file isn't there, or not as long as it was written. A damage within shows when the archive is verified. */
  lost: { day: string; key: string; isHot: boolean }[];
}

/** How the archive stands, and the tables that hold what is hot. */
export interface ArchiveStatus {
  /** The folder, or `s3://bucket/prefix`. */
  place: string;
  sites: SiteArchive[];
  partitions: { name: string; sizeBytes: number }[];
}

const SELECT_SITE_IDS = 'SELECT id FROM sites WHERE $1::integer IS NULL OR id = $1 ORDER BY id';

const SELECT_DIRTY = `
  SELECT a.site_id, a.day::text FROM archive_days a
  WHERE a.erased_keys <> '{}'
    OR EXISTS (SELECT FROM event_changes c WHERE c.site_id = a.site_id AND a.day = ANY(c.pending_days))
  ORDER BY a.day`;

const SELECT_PARTITIONS = `
  SELECT c.relname AS name, pg_total_relation_size(c.oid) AS size FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'page_visit_rows'::regclass ORDER BY c.relname`;

/** Reads how the archive stands. @param siteId Only this site's days. */
export async function readArchiveStatus(
  { pool, place }: { pool: Pool; place: ArchivePlace },
  siteId: number | undefined,
): Promise<ArchiveStatus> {
  const days = (await readManifest(pool, -1)).filter(({ key }) => key !== null);
  // Listed after the manifest was read: a file is there before its day is entered.
  const sizes = new Map<string, number>();
  for await (const { key, sizeBytes } of place.list('')) sizes.set(key, sizeBytes);
  const sites = await pool.query<{ id: number }>(SELECT_SITE_IDS, [siteId ?? null]);
  const dirty = await pool.query<{ site_id: number; day: string }>(SELECT_DIRTY);
  const partitions = await pool.query<{ name: string; size: number }>(SELECT_PARTITIONS);
  return {
    place: place.name,
    sites: sites.rows.map(({ id }) => {
      const own = days.filter((day) => day.siteId === id).sort((a, b) => (a.day < b.day ? -1 : 1));
      return {
        siteId: id,
        days: own.length,
        rows: own.reduce((sum, { rows }) => sum + rows, 0),
        sizeBytes: own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        oldest: own[0]?.day ?? null,
        newest: own.at(-1)?.day ?? null,
        hotDays: own.filter(({ isHot }) => isHot).length,
        dirtyDays: dirty.rows.filter((row) => row.site_id === id).map(({ day }) => day),
        lost: own.flatMap(({ day, key, sizeBytes, isHot }) =>
          key === null || sizes.get(key) === sizeBytes ? [] : [{ day, key, isHot }],
        ),
      };
    }),
    partitions: partitions.rows.map(({ name, size }) => ({ name, sizeBytes: size })),
  };
}
