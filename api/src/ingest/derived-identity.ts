import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';

/** Gap without a view after which a derived session ends (METRICS, "session"). */
export const SESSION_GAP_MS = 30 * 60_000;
/** In a site's place: what concerns all of them. No site has this id. */
export const NO_SITE = 0;
const REMEMBERED_VISITORS = 50_000;

/** The id of a session the server cuts: it follows from its visitor and the instant of its first view. */
export function derivedSessionId(visitorId: string, firstViewedAt: Date): string {
  return `${visitorId}.${firstViewedAt.getTime()}`;
}

/** A keyed hash that stands for a visitor for one day: 128 bits in hex. */
export function derivedVisitorId(salt: Buffer, siteId: number, address: string, userAgent: string): string {
  return createHmac('sha256', salt).update(`${siteId}\n${address}\n${userAgent}`).digest('hex').slice(0, 32);
}

/** Gives the salt that is there, else makes it of the given one: one statement, so that nothing comes between. $1: site; $2: day; $3: salt. */
const ENSURE_SALT = `
  INSERT INTO visitor_salts (site_id, date, salt) VALUES ($1, $2, $3)
  ON CONFLICT (site_id, date) DO UPDATE SET salt = visitor_salts.salt RETURNING salt`;

/** By PostgreSQL's clock, so that a process whose own is wrong throws nothing away. */
const DELETE_OLD_SALTS = "DELETE FROM visitor_salts WHERE made_at < now() - interval '48 hours'";

/**
 * Salts of each site's calendar days, shared by all processes through the database and thrown away 48 h after they were
 * made, when their day, of 25 h at most, is long over. Without its salt a visitor id leads nowhere.
 */
export class DailySalts {
  private readonly known = new Map<string, Promise<Buffer>>();

  constructor(private readonly pool: Pool) {}

  of(siteId: number, date: string): Promise<Buffer> {
    const key = `${siteId} ${date}`;
    let salt = this.known.get(key);
    if (!salt) {
      salt = this.load(siteId, date);
      this.known.set(key, salt);
      salt.catch(() => this.known.delete(key));
    }
    return salt;
  }

  /** Throws away the salts that are 48 h old, here and in the database. */
  async forgetOld(): Promise<void> {
    // First: nothing old stays in memory while the database is away.
    this.known.clear();
    await this.pool.query(DELETE_OLD_SALTS);
  }

  private async load(siteId: number, date: string): Promise<Buffer> {
    const { rows } = await this.pool.query<{ salt: Buffer }>(ENSURE_SALT, [siteId, date, randomBytes(32)]);
    if (!rows[0]) throw new Error(`there is no salt of ${date}`);
    return rows[0].salt;
  }
}

/**
 * Guesses the session of a derived visitor's view from the views this process saw. The rollup cuts sessions exactly,
 * from all views; a right guess saves it the work.
 */
export class SessionGuesser {
  private readonly seen = new LRUCache<string, { sessionId: string; lastMs: number }>({ max: REMEMBERED_VISITORS });

  guess(visitorId: string, viewedAt: Date): string {
    const atMs = viewedAt.getTime();
    const last = this.seen.get(visitorId);
    if (last && atMs >= last.lastMs && atMs - last.lastMs <= SESSION_GAP_MS) {
      last.lastMs = atMs;
      return last.sessionId;
    }
    const sessionId = derivedSessionId(visitorId, viewedAt);
    this.seen.set(visitorId, { sessionId, lastMs: atMs });
    return sessionId;
  }
}
