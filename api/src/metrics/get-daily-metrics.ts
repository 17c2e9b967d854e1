import type { DailyReport, DailyRow } from '@tidemark/contracts';
import { figuresOf, NO_SUMS, type Sums } from '../domain/figures.js';
import { eachDate } from '../domain/period.js';
import { emptyDayDetails, type CountedDays, type DayDetails, type SiteRange } from '../events/index.js';
import { joinParts, readRanges, type FigureSources, type RangeAnswer } from './read-ranges.js';
import type { Question } from './report-query.js';
import { readStoredDays, sumsOf } from './stored-days.js';

/** Figures of each day and of the whole range, a day without traffic as a row of zeros; and of the compared range. */
export function getDailyMetrics(deps: FigureSources, question: Question): Promise<DailyReport> {
  return readRanges(question, (range) => readRange(deps, range, question));
}

/** Unfiltered, days are stored and add up, but for visitors; filtered, everything is counted from events. */
async function readRange(
  deps: FigureSources,
  range: SiteRange,
  { filters, signal }: Pick<Question, 'filters' | 'signal'>,
): Promise<RangeAnswer<Pick<DailyReport, 'data' | 'totals'>>> {
  const { days, uniqueVisitors, ...caveats } =
    filters.length === 0
      ? await countStoredDays(deps, range, signal)
      : await deps.events.countDays({ range, filters }, signal);
  const parts = [...days.values()].map((day) => day.sums);
  return {
    figures: {
      data: eachDate(range).map((date) => toRow(date, days.get(date))),
      totals: figuresOf(joinParts(parts, uniqueVisitors, caveats)),
    },
    caveats,
  };
}

async function countStoredDays(
  { orm, events }: FigureSources,
  range: SiteRange,
  signal: AbortSignal,
): Promise<CountedDays> {
  const [rows, total] = await Promise.all([readStoredDays(orm, range), events.rangeVisitors(range, signal)]);
  return {
    days: new Map(rows.map((row) => [row.date, { sums: sumsOf(row), details: row }])),
    ...total,
  };
}

function toRow(date: string, day: { sums: Sums; details: DayDetails } | undefined): DailyRow {
  const { topPages, trafficSources, deviceDistribution } = day?.details ?? emptyDayDetails();
  return {
    date,
    ...figuresOf(day?.sums ?? NO_SUMS),
    top_pages: topPages,
    traffic_sources: trafficSources,
    device_distribution: deviceDistribution,
  };
}
