import type { DataSource } from 'typeorm';
import { addUp, type Sums } from '../domain/figures.js';
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

/**
 * The sums of several parts as one, with the visitors counted in it. They're at least those of its largest part, also where
 * days are missing of which sums are stored; an estimate is no larger than what's possible.
 */
export function joinParts(
  parts: Iterable<Sums>,
  visitors: number,
  { isApproximate, missingDays }: RangeAnswer<object>['caveats'],
): Sums {
  const each = [...parts];
  const sums = addUp(each);
  const least = missingDays.length > 0 ? each.reduce((most, part) => Math.max(most, part.uniqueVisitors), 0) : 0;
  const most = isApproximate ? sums.pageViews : Infinity;
  return { ...sums, uniqueVisitors: Math.min(Math.max(visitors, least), most) };
}
