import type { DataSource } from 'typeorm';
import type { CountedDays, EventStore, SiteRange } from '../events/index.js';
import { caveatsOf, rangeOf, type Question } from './report-query.js';

/** Where figures are: stored days, and all else. */
export interface FigureSources {
  orm: DataSource;
  events: EventStore;
}

/** What a report says of one range, and what that can't vouch for. */
export interface RangeAnswer<Figures extends object> {
  figures: Figures;
  caveats: Pick<CountedDays, 'missingDays' | 'isApproximate'>;
}

/** A report of the asked range, and where one is to be compared, of that beside it. */
export async function readRanges<Figures extends object>(
  question: Question,
  read: (range: SiteRange) => Promise<RangeAnswer<Figures>>,
) {
  const { range, compared } = question;
  const [current, before] = await Promise.all([read(range), compared && read(compared)]);
  return {
    ...rangeOf(question),
    ...caveatsOf(before ? [current.caveats, before.caveats] : [current.caveats]),
    ...current.figures,
    ...(compared &&
      before && {
        comparison: { mode: compared.mode, start_date: compared.from, end_date: compared.to, ...before.figures },
      }),
  };
}

/** An estimate is no larger than what's possible. */
export function atMost(
  visitors: number,
  pageViews: number,
  { isApproximate }: Pick<CountedDays, 'isApproximate'>,
): number {
  return isApproximate ? Math.min(visitors, pageViews) : visitors;
}
