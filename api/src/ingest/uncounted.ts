import type { IgnoreReason, RefuseReason } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { localDate } from '../domain/period.js';

export type UncountedReason = IgnoreReason | RefuseReason;

/** Refusals before the site is known count for this one. */
const NO_SITE = 0;

const ADD_COUNTS = `
  INSERT INTO uncounted_events (site_id, date, reason, count)
  SELECT * FROM unnest($1::integer[], $2::date[], $3::text[], $4::bigint[])
  ON CONFLICT (site_id, date, reason) DO UPDATE SET count = uncounted_events.count + excluded.count`;

const MINUTE_MS = 60_000;

/**
 * Counts events that were refused or ignored, per site, day of the site and reason, so that "what did you filter?" has an
 * answer. Counts wait in memory until the next `flush`: a crash loses those of the last seconds.
 */
export class UncountedEvents {
  /** Since the process began, by reason. */
  readonly totals = new Map<UncountedReason, number>();
  private counts = new Map<string, number>();
  /** The day that it is in a time zone, which is asked for with every event and costs more than counting it. */
  private readonly days = new Map<string, { minute: number; date: string }>();

  constructor(
    private readonly pool: Pool,
    private readonly now: () => Date,
  ) {}

  add(site: { id: number; timezone: string }, reason: UncountedReason): void {
    const key = `${site.id} ${this.dayIn(site.timezone)} ${reason}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    this.totals.set(reason, (this.totals.get(reason) ?? 0) + 1);
  }

  /** The same where it isn't known which site an event is of. */
  addUnknown(reason: UncountedReason): void {
    this.add({ id: NO_SITE, timezone: 'UTC' }, reason);
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

  private dayIn(timeZone: string): string {
    const now = this.now();
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    const known = this.days.get(timeZone);
    if (known?.minute === minute) return known.date;
    const date = localDate(now, timeZone);
    this.days.set(timeZone, { minute, date });
    return date;
  }
}
