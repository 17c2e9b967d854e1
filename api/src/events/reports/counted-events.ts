import { addDays, instantsOf } from '../../domain/period.js';
import type { Filter, SiteRange } from '../event-store.js';
import { conditionsOf } from './conditions.js';
import type { OpenedStock } from './opened-stock.js';
import { Parameters } from './parameters.js';
import { boundMatchingViews } from './summed.js';
import { eventSource, type EventSource } from './summed-visitors.js';

/** Event rows that a question is about. */
export interface Selection {
  parameters: Parameters;
  /** A relation of them. */
  events: string;
  /** What their sums must be multiplied by: over 1 where they are those of some visitors. */
  factor: number;
}

/** A question about the events of a range. */
export interface EventQuestion {
  range: SiteRange;
  filters: readonly Filter[];
}

/** Where few views match, so many times as many events are read: reading those that don't match costs little. */
const SELECTIVE_TIMES = 5;
/** Few are one in so many of the events that are read in any case. An estimate of more is good to about 2%. */
const FEW_ONE_IN = 8;

/** What a question needs: with a filter by page, the day after as well, on which sessions of the range may go on. */
export function rangeToRead({ range, filters }: EventQuestion): SiteRange {
  return filters.some(isByPage) ? { ...range, to: addDays(range.to, 1) } : range;
}

/** The rows that match a question: those to sum up, and those to count distinct visitors in. */
export async function findMatching(
  stock: OpenedStock,
  question: EventQuestion,
): Promise<{ counted: Selection; views: Selection }> {
  const source = await findSource(stock, question);
  return { counted: await countedEvents(stock, source, question), views: countedViews(stock, source, question) };
}

/** The events to find matching ones in: all of the range where they're few or few match, else those of some visitors. */
async function findSource(stock: OpenedStock, { filters }: EventQuestion): Promise<EventSource> {
  return eventSource(stock, (await matchFew(stock, filters)) ? SELECTIVE_TIMES : 1);
}

/** Whether it matters and summaries say that one of the filters, and so all together, let few views through. */
async function matchFew(stock: OpenedStock, filters: readonly Filter[]): Promise<boolean> {
  const isPossible = !stock.areFew(stock.days) && stock.areFew(stock.days, SELECTIVE_TIMES);
  if (!isPossible || stock.coverage.months.length === 0) return false;
  for (const filter of filters)
    if ((await boundMatchingViews(stock, filter)) * FEW_ONE_IN <= stock.exactRows) return true;
  return false;
}

/**
 * The rows to sum up, with `is_counted`, true where the view counts, and `is_begun`, true on the entry of a session that
 * counts. A view matches by its own values, a session by those of its first view; a filter by page takes the views of that page and
 * the sessions that saw it, in the range or on the day after.
 */
async function countedEvents(
  stock: OpenedStock,
  { events: eventsAndAfter, factor }: EventSource,
  { range, filters }: EventQuestion,
): Promise<Selection> {
  const parameters = new Parameters();
  const { offsets } = stock.coverage.days;
  const byPage = filters.filter(isByPage);
  const others = conditionsOf(
    filters.filter((filter) => !isByPage(filter)),
    offsets,
    parameters,
  );
  if (byPage.length === 0)
    return {
      parameters,
      factor,
      events: `(SELECT *, true AS is_counted, is_entry AS is_begun FROM ${eventsAndAfter} WHERE ${others})`,
    };
  const ofPage = new Parameters();
  await stock.session.run(
    `CREATE TEMP TABLE sessions_on_page AS
     SELECT DISTINCT session_key FROM ${eventsAndAfter} WHERE ${conditionsOf(byPage, offsets, ofPage)}`,
    ofPage.values,
  );
  return {
    parameters,
    factor,
    events: `(SELECT * FROM (
      SELECT *, ${conditionsOf(byPage, offsets, parameters)} AS is_counted,
        is_entry AND session_key IN (SELECT session_key FROM sessions_on_page) AS is_begun
      FROM ${eventsAndAfter} WHERE ${isWithin(range)} AND ${others}) WHERE is_counted OR is_begun)`,
  };
}

/** The views alone that match, to count distinct visitors in. */
function countedViews(
  stock: OpenedStock,
  { events, factor }: EventSource,
  { range, filters }: EventQuestion,
): Selection {
  const parameters = new Parameters();
  const isMatching = conditionsOf(filters, stock.coverage.days.offsets, parameters);
  return { parameters, factor, events: `(SELECT * FROM ${events} WHERE ${isWithin(range)} AND ${isMatching})` };
}

/** An estimate of a small group's visitors may miss it altogether, or be above what's possible. */
export function estimateVisitors(counted: number, factor: number, pageViews: number): number {
  return factor === 1 ? counted : Math.min(Math.max(1, factor * counted), pageViews);
}

function isWithin(range: SiteRange): string {
  return `viewed_at < ${instantsOf(range, range.timeZone).toAt.getTime()}`;
}

const isByPage = ({ dimension }: Filter) => dimension === 'page';
