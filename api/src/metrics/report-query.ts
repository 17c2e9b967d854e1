import { EARLIEST_DAY, filterDimensions, type ComparisonMode, type ReportQuery } from '@tidemark/contracts';
import type { SiteEntity } from '../db/index.js';
import { NONE } from '../domain/figures.js';
import { addDays, comparedPeriod, lengthOf, localDate, type Period } from '../domain/period.js';
import type { Aggregate, Filter, SiteRange } from '../events/index.js';
import type { Reader } from '../http/principal.js';
import { refusalOf } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';

const DEFAULT_DAYS = 30;
const MAX_DAYS = 3_660;
/** Each costs time with every event that is read: of all filters together there are no more. */
const MAX_FILTER_VALUES = 50;
const MAX_WILDCARDS = 20;
const MAX_WILDCARDS_A_VALUE = 10;

/** A report's question in our terms. */
export interface Question {
  site: SiteEntity;
  range: SiteRange;
  filters: Filter[];
  limit: number;
  compared: (SiteRange & { mode: ComparisonMode }) | null;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** @throws AppError when there's no such site for who asks, or the range is none. */
export async function readQuestion(
  deps: { sites: SiteDirectory; now: () => Date },
  query: ReportQuery,
  { reader, signal }: { reader: Reader; signal: AbortSignal },
): Promise<Question> {
  const site = await findSite(deps.sites, query.site, reader);
  const period = readPeriod(query, localDate(deps.now(), site.timezone));
  const place = { siteId: site.id, timeZone: site.timezone };
  return {
    site,
    range: { ...place, ...period },
    filters: readFilters(query),
    limit: query.limit,
    compared:
      query.compare === 'none' ? null : { ...place, ...comparedPeriod(period, query.compare), mode: query.compare },
    signal,
  };
}

/** What every report says of its range. */
export function rangeOf({ site, range }: Question) {
  return { site: site.domain, timezone: site.timezone, start_date: range.from, end_date: range.to };
}

/** What an answer can't vouch for; nothing, as a rule. */
export function caveatsOf(parts: readonly Pick<Aggregate, 'isApproximate' | 'missingDays'>[]) {
  const missingDays = [...new Set(parts.flatMap((part) => part.missingDays))].sort();
  return {
    ...(parts.some((part) => part.isApproximate) && { approximate: true as const }),
    ...(missingDays.length > 0 && { missing_days: missingDays }),
  };
}

function readPeriod({ start_date, end_date }: ReportQuery, today: string): Period {
  const to = end_date ?? (start_date !== undefined && start_date > today ? start_date : today);
  const from = start_date ?? later(EARLIEST_DAY, addDays(to, 1 - DEFAULT_DAYS));
  if (from > to) throw refusalOf([{ path: 'end_date', message: `must not be before start_date (${from})` }]);
  if (lengthOf({ from, to }) > MAX_DAYS)
    throw refusalOf([{ path: 'start_date', message: `the range must have at most ${MAX_DAYS} days` }]);
  return { from, to };
}

const later = (one: string, other: string) => (one > other ? one : other);

function readFilters(query: ReportQuery): Filter[] {
  const filters = filterDimensions.flatMap((dimension) => {
    const text = query[dimension];
    if (text === undefined) return [];
    const isNegated = text.startsWith('!');
    const values = (isNegated ? text.slice(1) : text).split(',').filter((value) => value !== '');
    if (values.length === 0) throw refusalOf([{ path: dimension, message: 'must name a value' }]);
    if (values.some((value) => countWildcards(value) > MAX_WILDCARDS_A_VALUE))
      throw refusalOf([{ path: dimension, message: `must hold at most ${MAX_WILDCARDS_A_VALUE} wildcards a value` }]);
    return [{ dimension, isNegated, values: values.map((value) => (value === NONE ? null : value)) }];
  });
  refuseTooMuch(filters);
  return filters;
}

/** Names every filter where together they hold too much. */
function refuseTooMuch(filters: readonly Filter[]): void {
  const values = filters.flatMap((filter) => filter.values);
  const wildcards = values.reduce((sum, value) => sum + countWildcards(value ?? ''), 0);
  const limits = [
    ...(values.length > MAX_FILTER_VALUES ? [`name at most ${MAX_FILTER_VALUES} values`] : []),
    ...(wildcards > MAX_WILDCARDS ? [`hold at most ${MAX_WILDCARDS} wildcards`] : []),
  ];
  if (limits.length === 0) return;
  const message = `all filters together must ${limits.join(' and ')}`;
  throw refusalOf(filters.map(({ dimension }) => ({ path: dimension, message })));
}

const countWildcards = (value: string) => value.split('*').length - 1;
