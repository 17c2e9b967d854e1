import type { Pool, PoolClient } from 'pg';

/** An archived day of a site, which is a UTC day: where its file is and what it must be like. */
export interface ArchivedDay {
  siteId: number;
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  /** Null where the day holds nothing. */
  key: string | null;
  rows: number;
  sizeBytes: number;
  sha256: string | null;
  schemaVersion: number;
  /** What the file knows: the PostgreSQL snapshot it was written from. */
  snapshot: string;
  version: number;
  /** Its rows are still in PostgreSQL as well. */
  isHot: boolean;
  /** Its events went by retention: what was counted of them is all that's known. */
  isExpired: boolean;
  /** Keys, as text, of visitors that were erased since the file was written: their rows in it don't count. */
  erasedKeys: string[];
}

/** What is entered of a day; the manifest numbers its versions. */
export type EnteredDay = Omit<ArchivedDay, 'version' | 'isExpired'>;

interface ManifestRow {
  site_id: number;
  day: string;
  object_key: string | null;
  rows: number;
  bytes: number;
  sha256: string | null;
  schema_version: number;
  snapshot: string;
  version: number;
  is_hot: boolean;
  is_expired: boolean;
  erased_keys: string[];
}

/** What changed in the manifest since a version. Versions are given under a lock, so that their order is that of commits. */
export async function readManifest(db: Pool | PoolClient, sinceVersion: number): Promise<ArchivedDay[]> {
  const { rows } = await db.query<ManifestRow>(
    'SELECT site_id, day, object_key, rows, bytes, sha256, schema_version, snapshot, version, is_hot, is_expired, erased_keys::text[] FROM archive_days WHERE version > $1 ORDER BY version',
    [sinceVersion],
  );
  return rows.map((row) => ({
    siteId: row.site_id,
    day: row.day,
    key: row.object_key,
    rows: row.rows,
    sizeBytes: row.bytes,
    sha256: row.sha256,
    schemaVersion: row.schema_version,
    snapshot: row.snapshot,
    version: row.version,
    isHot: row.is_hot,
    isExpired: row.is_expired,
    erasedKeys: row.erased_keys,
  }));
}

/** Enters a day as it is from now on, without the visitors whose keys it names. In the caller's transaction. */
export async function enterDay(client: PoolClient, day: EnteredDay): Promise<void> {
  await client.query(ENTER_DAY, [
    day.siteId,
    day.day,
    day.key,
    day.rows,
    day.sizeBytes,
    day.sha256,
    day.schemaVersion,
    day.snapshot,
    day.isHot,
    day.erasedKeys,
  ]);
}

const ENTER_DAY = `
  WITH next AS (UPDATE archive_state SET version = version + 1 RETURNING version)
  INSERT INTO archive_days AS a (site_id, day, object_key, rows, bytes, sha256, schema_version, snapshot, is_hot, version)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, next.version FROM next
  ON CONFLICT (site_id, day) DO UPDATE SET (object_key, rows, bytes, sha256, schema_version, snapshot, version, written_at, is_anonymous) =
    ROW(excluded.object_key, excluded.rows, excluded.bytes, excluded.sha256, excluded.schema_version, excluded.snapshot,
        excluded.version, CURRENT_TIMESTAMP, false),
    erased_keys = ARRAY(SELECT unnest(a.erased_keys) EXCEPT SELECT unnest($10::bigint[]))`;
