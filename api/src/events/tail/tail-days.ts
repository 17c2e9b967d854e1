import type { Session } from '../engine/engine.js';
import { MS_PER_DAY } from '../engine/event-row.js';

/** What the tail has of a site, by UTC day. */
export interface TailDays {
  /** Its rows; 0 on a day of which it only hides sessions. */
  rows: ReadonlyMap<number, number>;
  /** Days on which it hides sessions of an archived file. */
  hidden: ReadonlySet<number>;
}

/** So many versions stay known. */
const KEPT = 3;

/** Counts the days of a version of the tail once, for all who ask. */
export class TailDaysByVersion {
  private readonly versions = new Map<number, Map<number, TailDays>>();

  /** @param version of the tail, as the session sees it */
  async at(session: Session, version: number, siteId: number): Promise<TailDays> {
    const known = this.versions.get(version)?.get(siteId);
    if (known) return known;
    const days = await countDays(session, siteId);
    const sites = this.versions.get(version) ?? new Map<number, TailDays>();
    this.versions.set(version, sites.set(siteId, days));
    const [oldest] = this.versions.keys();
    if (oldest !== undefined && this.versions.size > KEPT) this.versions.delete(oldest);
    return days;
  }
}

async function countDays(session: Session, siteId: number): Promise<TailDays> {
  const days = await session.all<{ day: number; rows: number; is_hidden: boolean }>(
    `SELECT day, sum(rows)::BIGINT AS rows, bool_or(is_hidden) AS is_hidden FROM (
       SELECT viewed_at // ${MS_PER_DAY} AS day, count(*) AS rows, false AS is_hidden FROM tail WHERE site_id = ${siteId} GROUP BY ALL
       UNION ALL SELECT day, 0, true FROM hidden WHERE site_id = ${siteId}) GROUP BY day`,
  );
  return {
    rows: new Map(days.map(({ day, rows }) => [day, rows])),
    hidden: new Set(days.filter(({ is_hidden }) => is_hidden).map(({ day }) => day)),
  };
}
