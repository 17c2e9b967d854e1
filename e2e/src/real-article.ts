import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const shared = process.env['TIDEMARK_SHARED'] ?? path.join(import.meta.dirname, '../../../shared');
const SERIES = path.resolve(shared, 'data/daily_series/series.csv.gz');
/** Eight years of views of an article of Wikipedia; which of the two is there depends on what is held back from everyone. */
const ARTICLES = ['prophet/peyton_manning', 'prophet/wp_R'];

/** Whether the project's data is there, else says what is skipped. */
export function hasArticle(what: string): boolean {
  if (existsSync(SERIES)) return true;
  process.stderr.write(`SKIPPED ${what}: ${SERIES} isn't there (TIDEMARK_SHARED).\n`);
  return false;
}

/** One in so many views by day, in order; a day that isn't known is missing. */
export function readArticle({ oneIn }: { oneIn: number }): Map<string, number> {
  const text = gunzipSync(readFileSync(SERIES)).toString();
  for (const name of ARTICLES) {
    const lines = text.matchAll(new RegExp(`^${name},([^,]+),([^,\\r\\n]+)`, 'gm'));
    const days = Array.from(lines, ([, date, value]) => [date!, Math.round(Number(value) / oneIn)] as const);
    if (days.length > 0) return new Map(days.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  throw new Error(`There is none of ${ARTICLES.join(', ')} in ${SERIES}.`);
}
