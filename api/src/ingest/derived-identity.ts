import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';

/** Gap without a view after which a derived session ends (METRICS, "session"). */
export const SESSION_GAP_MS = 30 * 60_000;
const SALT_DAYS_KEPT = 2;
const REMEMBERED_VISITORS = 50_000;

/** The id of a session the server cuts: it follows from its visitor and the instant of its first view. */
export function derivedSessionId(visitorId: string, firstViewedAt: Date): string {
  return `${visitorId}.${firstViewedAt.getTime()}`;
}

/** A keyed hash that stands for a visitor for one day: 128 bits in hex. */
export function derivedVisitorId(salt: Buffer, siteId: number, address: string, userAgent: string): string {
  return createHmac('sha256', salt).update(`${siteId}\n${address}\n${userAgent}`).digest('hex').slice(0, 32);
}

/**
 * Salts of the calendar days, shared by all processes through the database and thrown away after 48 h. Without its
 * salt a visitor id leads nowhere.
 */
export class DailySalts {
  private readonly known = new Map<string, Promise<Buffer>>();

  constructor(private readonly pool: Pool) {}

  of(date: string): Promise<Buffer> {
    let salt = this.known.get(date);
    if (!salt) {
      salt = this.load(date);
      this.known.set(date, salt);
      salt.catch(() => this.known.delete(date));
    }
    return salt;
  }

  /** Throws away the salts of days before `today` by more than 48 h, here and in the database. */
  async forgetOld(today: string): Promise<void> {
    await this.pool.query(`DELETE FROM visitor_salts WHERE date < $1::date - ${SALT_DAYS_KEPT}`, [today]);
    this.known.clear();
  }

  private async load(date: string): Promise<Buffer> {
    await this.pool.query('INSERT INTO visitor_salts (date, salt) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      date,
      randomBytes(32),
    ]);
    const { rows } = await this.pool.query<{ salt: Buffer }>('SELECT salt FROM visitor_salts WHERE date = $1', [date]);
    if (!rows[0]) throw new Error(`the salt of ${date} was thrown away while it was read`);
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
