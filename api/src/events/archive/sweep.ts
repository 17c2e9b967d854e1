import type { Pool } from 'pg';
import type { ArchivePlace } from './place/index.js';
import { SELECT_KNOWN_KEYS } from './queries.js';

/**
 * Removes archive files that the manifest doesn't know: earlier versions of a day, and what an attempt that was killed left
 * behind. A file goes when it's found unknown twice, so that questions under way can end, and a file just written can be entered.
 */
export class Sweeper {
  private suspects = new Set<string>();

  constructor(private readonly deps: { pool: Pool; place: ArchivePlace }) {}

  /** Call it with minutes between. @returns how many went */
  async sweep(): Promise<number> {
    const found: string[] = [];
    for await (const { key } of this.deps.place.list('')) found.push(key);
    // Read after the listing: what's in both is in use.
    const known = await readKnownKeys(this.deps.pool);
    const unknown = found.filter((key) => !known.has(key));
    const leaving = unknown.filter((key) => this.suspects.has(key));
    for (const key of leaving) await this.deps.place.remove(key);
    this.suspects = new Set(unknown.filter((key) => !this.suspects.has(key)));
    return leaving.length;
  }
}

/** Throws away what this machine keeps of files that nobody needs any more, whichever machine removed them. */
export async function dropOldCopies({ pool, place }: { pool: Pool; place: ArchivePlace }): Promise<void> {
  await place.dropCopiesBut(await readKnownKeys(pool));
}

async function readKnownKeys(pool: Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ object_key: string }>(SELECT_KNOWN_KEYS);
  return new Set(rows.map((row) => row.object_key));
}
