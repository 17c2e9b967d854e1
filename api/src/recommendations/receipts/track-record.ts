import type { TrackRecord } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { SELECT_TRACK_RECORD } from '../cards/index.js';

/** What became of all that was accepted on a site, by type. */
export async function readTrackRecord(pool: Pool, siteId: number): Promise<TrackRecord> {
  return { data: (await pool.query<TrackRecord['data'][number]>(SELECT_TRACK_RECORD, [siteId])).rows };
}
