import type { IgnoreReason, RefuseReason } from '@tidemark/contracts';
import type { Pool } from 'pg';

export type UncountedReason = IgnoreReason | RefuseReason;

/** Refusals before the site is known count for this one. */
export const NO_SITE = 0;

const ADD_COUNTS = `
  INSERT INTO uncounted_events (site_id, date, reason, count)
  SELECT * FROM unnest($1::integer[], $2::date[], $3::text[], $4::bigint[])
  ON CONFLICT (site_id, date, reason) DO UPDATE SET count = uncounted_events.count + excluded.count`;

/** Counts events that were refused or ignored, per site, UTC day and reason, so that "what did you filter?" has an answer. */
export class UncountedEvents {
  private counts = new Map<string, number>();

  constructor(
    private readonly pool: Pool,
    private readonly now: () => Date,
  ) {}

  add(siteId: number, reason: UncountedReason, count = 1): void {
    const key = `${siteId} ${this.now().toISOString().slice(0, 10)} ${reason}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }

  /** Writes what was counted since the last time; on failure it stays for the next. */
  async flush(): Promise<void> {
    if (this.counts.size === 0) return;
    const counted = this.counts;
    this.counts = new Map();
    const keys = [...counted.keys()].sort().map((key) => key.split(' '));
    try {
      await this.pool.query(ADD_COUNTS, [
        keys.map(([siteId]) => siteId),
        keys.map(([, date]) => date),
        keys.map(([, , reason]) => reason),
        keys.map((key) => counted.get(key.join(' '))),
      ]);
    } catch (error) {
      for (const [key, count] of counted) this.counts.set(key, (this.counts.get(key) ?? 0) + count);
      throw error;
    }
  }
}
