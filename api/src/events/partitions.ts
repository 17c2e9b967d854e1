import type { Pool } from 'pg';

/**
 * Makes the day partitions that views need before they're written. Days known to exist are remembered, so that the
 * usual batch costs nothing; a partition that was dropped since is found missing by the insert and made then.
 */
export class Partitions {
  private readonly known = new Set<string>();

  constructor(private readonly pool: Pool) {}

  async ensure(instants: Iterable<Date>): Promise<void> {
    const missing = new Set<string>();
    for (const at of instants) {
      const day = at.toISOString().slice(0, 10);
      if (!this.known.has(day)) missing.add(day);
    }
    for (const day of [...missing].sort()) {
      await this.pool.query('SELECT create_page_visits_partition($1::date)', [day]);
      this.known.add(day);
    }
  }

  /** Forgets what is known, after an insert found no partition. */
  forget(): void {
    this.known.clear();
  }
}
