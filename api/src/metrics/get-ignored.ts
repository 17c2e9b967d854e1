import { ignoreReasons, type IgnoredReport, type IgnoreReason } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { eachDate } from '../domain/period.js';
import { readIgnored } from '../ingest/index.js';
import { rangeOf, type Question } from './report-query.js';

type Counts = Record<IgnoreReason, number> & { events: number };

const none = (): Counts => ({
  events: 0,
  ...(Object.fromEntries(ignoreReasons.map((reason) => [reason, 0])) as Record<IgnoreReason, number>),
});

/** What was filtered on each day and in the whole range, by why. */
export async function getIgnored(pool: Pool, question: Question): Promise<IgnoredReport> {
  const { site, range } = question;
  const totals = none();
  const days = new Map(eachDate(range).map((date) => [date, { date, ...none() }]));
  for (const { date, reason, count } of await readIgnored(pool, site.id, range)) {
    for (const counts of [days.get(date), totals]) {
      if (!counts) continue;
      counts[reason] += count;
      counts.events += count;
    }
  }
  return { ...rangeOf(question), data: [...days.values()], totals };
}
