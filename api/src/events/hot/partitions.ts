import type { Pool } from 'pg';

/**
 * Knows which partition a UTC day's views belong to, and has it made where there is none. What's known is remembered, so
 * that the usual batch costs nothing; a partition that was dropped since is found missing by the insert and made then.
 */
export class Partitions {
  private readonly known = new Map<string, string>();

  constructor(private readonly pool: Pool) {}

  /** The name of the partition of a day, `YYYY-MM-DD`, which exists from here on. */
  async ensure(day: string): Promise<string> {
    const known = this.known.get(day);
    if (known !== undefined) return known;
    const { rows } = await this.pool.query<{ name: string }>('SELECT ensure_page_visits_partition($1::date) AS name', [
      day,
    ]);
    const name = rows[0]?.name;
    if (name === undefined) throw new Error(`no partition was named for ${day}`);
    this.known.set(day, name);
    return name;
  }

  /** Forgets everything, after a partition was found missing. */
  forget(): void {
    this.known.clear();
  }
}
