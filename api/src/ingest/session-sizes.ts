import { LRUCache } from 'lru-cache';

/** So many views are no visit: a program sends one id for everything, or somebody means harm. */
const MOST_VIEWS = 10_000;
const REMEMBERED = 50_000;

/**
 * Keeps sessions to a size: with each view of a session all of it is read again (events/tail/mirror.ts), so one that grows by a
 * million views a day would keep every report waiting. What comes after ten thousand goes on as another. Counted by each
 * process for itself.
 */
export class SessionSizes {
  private readonly views = new LRUCache<string, number>({ max: REMEMBERED });

  /** Counts a view. @returns how many sessions, or visitors, of this id are full: 0, but for programs */
  partOf(siteId: number, id: string): number {
    const key = `${siteId} ${id}`;
    const before = this.views.get(key) ?? 0;
    this.views.set(key, before + 1);
    return Math.floor(before / MOST_VIEWS);
  }
}
