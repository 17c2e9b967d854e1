import {
  MAX_DAYS_BY_HOUR,
  type TimeseriesInterval,
  type TimeseriesReport,
  type TimeseriesRow,
} from '@tidemark/contracts';
import { figuresOf, NO_SUMS, type Sums } from '../domain/figures.js';
import { cutPeriod, hoursOf } from '../domain/intervals.js';
import { eachDate, lengthOf } from '../domain/period.js';
import type { AggregateQuery, SiteRange } from '../events/index.js';
import { refusalOf } from '../http/validation.js';
import { joinParts, readRanges, type FigureSources, type RangeAnswer } from './read-ranges.js';
import type { Question } from './report-query.js';
import { readStoredSums } from './stored-days.js';

type Asked = Pick<Question, 'filters' | 'signal'>;

/** The sums of intervals that have any, by what names their rows. */
interface CountedIntervals {
  sums: Map<string, Sums>;
  caveats: RangeAnswer<object>['caveats'];
}

/** Figures of each hour, day, week or month, one without traffic as a row of zeros, and of the whole range; and of the compared range. */
export async function getTimeseries(
  deps: FigureSources,
  question: Question,
  interval: TimeseriesInterval,
): Promise<TimeseriesReport> {
  if (interval === 'hour' && lengthOf(question.range) > MAX_DAYS_BY_HOUR)
    throw refusalOf([
      {
        path: 'interval',
        message: `hours are told of at most ${MAX_DAYS_BY_HOUR} days: ask for fewer days, or by day`,
      },
    ]);
  const answer = await readRanges(question, (range) => readRange(deps, { range, interval }, question));
  return { ...answer, interval };
}

async function readRange(
  deps: FigureSources,
  { range, interval }: { range: SiteRange; interval: TimeseriesInterval },
  asked: Asked,
): Promise<RangeAnswer<Pick<TimeseriesReport, 'data' | 'totals'>>> {
  const [counted, total] = await Promise.all([
    countIntervals(deps, { range, interval }, asked),
    countVisitors(deps, range, asked),
  ]);
  const caveats = {
    isApproximate: counted.caveats.isApproximate || total.isApproximate,
    missingDays: [...counted.caveats.missingDays, ...total.missingDays],
  };
  const data = startsOf(range, interval).map((start): TimeseriesRow => ({
    start,
    ...figuresOf(counted.sums.get(start) ?? NO_SUMS),
  }));
  const totals = figuresOf(joinParts(counted.sums.values(), total.uniqueVisitors, total));
  return { figures: { data, totals }, caveats };
}

function startsOf(range: SiteRange, interval: TimeseriesInterval): string[] {
  return interval === 'hour'
    ? hoursOf(range, range.timeZone).map(({ start }) => start)
    : cutPeriod(range, interval).map(({ from }) => from);
}

function countIntervals(
  deps: FigureSources,
  { range, interval }: { range: SiteRange; interval: TimeseriesInterval },
  asked: Asked,
): Promise<CountedIntervals> {
  if (interval === 'hour') return countHours(deps, range, asked);
  return asked.filters.length === 0
    ? addUpStoredDays(deps, { range, interval }, asked)
    : countFiltered(deps, { range, interval }, asked);
}

/** Unfiltered, days are stored and add up; visitors of more than a day are counted in each interval. */
async function addUpStoredDays(
  { orm, events }: FigureSources,
  { range, interval }: { range: SiteRange; interval: Exclude<TimeseriesInterval, 'hour'> },
  { signal }: Asked,
): Promise<CountedIntervals> {
  const days = await readStoredSums(orm, range);
  if (interval === 'day') return { sums: days, caveats: { isApproximate: false, missingDays: [] } };
  const parts = cutPeriod(range, interval);
  const { uniqueVisitors, ...caveats } = await events.visitorsOfEach({ range, parts }, signal);
  const sums = parts.map((part, index): [string, Sums] => {
    const own = eachDate(part).map((date) => days.get(date) ?? NO_SUMS);
    return [part.from, joinParts(own, uniqueVisitors[index] ?? 0, caveats)];
  });
  return { sums: new Map(sums), caveats };
}

/** The first interval may be named by a day before the range, with which it begins then. */
async function countFiltered(
  { events }: FigureSources,
  { range, interval }: { range: SiteRange; interval: Exclude<TimeseriesInterval, 'hour'> },
  asked: Asked,
): Promise<CountedIntervals> {
  const dimension = interval === 'day' ? 'date' : interval;
  const { groups, ...caveats } = await events.aggregate(groupsBy(dimension, range, asked), asked.signal);
  const sums = groups.map((group): [string, Sums] => {
    const first = group.value ?? '';
    return [first < range.from ? range.from : first, group];
  });
  return { sums: new Map(sums), caveats };
}

async function countHours({ events }: FigureSources, range: SiteRange, asked: Asked): Promise<CountedIntervals> {
  const { groups, ...caveats } = await events.aggregate(groupsBy('hour', range, asked), asked.signal);
  const starts = new Map(hoursOf(range, range.timeZone).map(({ startMs, start }) => [String(startMs), start]));
  const sums = groups.map((group): [string, Sums] => {
    const start = starts.get(group.value ?? '');
    if (start === undefined) throw new Error(`the range has no hour ${group.value}`);
    return [start, group];
  });
  return { sums: new Map(sums), caveats };
}

/** The distinct visitors of the whole range. */
async function countVisitors({ events }: FigureSources, range: SiteRange, asked: Asked) {
  if (asked.filters.length === 0) return events.rangeVisitors(range, asked.signal);
  const { groups, ...caveats } = await events.aggregate(groupsBy('total', range, asked), asked.signal);
  return { uniqueVisitors: groups[0]?.uniqueVisitors ?? 0, ...caveats };
}

/** More groups than a range has hours or days. */
const ALL = 10_000;

function groupsBy(dimension: AggregateQuery['dimension'], range: SiteRange, { filters }: Asked): AggregateQuery {
  return { range, filters, dimension, orderBy: 'value', limit: ALL };
}
