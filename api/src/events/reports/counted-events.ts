import { addDays, instantsOf } from '../../domain/period.js';
import type { Session } from '../engine/engine.js';
import type { Filter, SiteRange } from '../event-store.js';
import { conditionsOf } from './conditions.js';
import { OpenedStock } from './opened-stock.js';
import { Parameters } from './parameters.js';
import type { ScanDeps } from './scan.js';
import { chooseHalvings, sampledEvents } from './summed-visitors.js';

/** The rows of a range that a question is about. */
export interface Counted {
  parameters: Parameters;
  /**
   * A relation of event rows with `is_counted`, true where the view counts, and `is_begun`, true on the entry of a
   * session that counts.
   */
  events: string;
}

/** The same, or those of some visitors, and what their sums must be multiplied by. */
export interface CountedSample extends Counted {
  factor: number;
}

/** A question about the events of a range. */
export interface EventQuestion {
  range: SiteRange;
  filters: readonly Filter[];
}

/** So many times the events of which groups' visitors are counted are read for a filtered question. */
const FILTERED_ROWS_FACTOR = 5;

/** Opens what a question needs: with a filter by page, the day after as well, on which sessions of the range may go on. */
export function openStock(deps: ScanDeps, session: Session, { range, filters }: EventQuestion): Promise<OpenedStock> {
  return OpenedStock.open(deps, session, filters.some(isByPage) ? { ...range, to: addDays(range.to, 1) } : range);
}

/**
 * A view matches by its own values, a session by those of its first view; a filter by page takes the views of that page and
 * the sessions that saw it, in the range or on the day after.
 */
export async function countedEvents(stock: OpenedStock, { range, filters }: EventQuestion): Promise<CountedSample> {
  const parameters = new Parameters();
  const { offsets } = stock.coverage.days;
  const { events: eventsAndAfter, factor } = await eventSource(stock);
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
  const isWithin = `viewed_at < ${instantsOf(range, range.timeZone).toAt.getTime()}`;
  return {
    parameters,
    factor,
    events: `(SELECT * FROM (
      SELECT *, ${conditionsOf(byPage, offsets, parameters)} AS is_counted,
        is_entry AND session_key IN (SELECT session_key FROM sessions_on_page) AS is_begun
      FROM ${eventsAndAfter} WHERE ${isWithin} AND ${others}) WHERE is_counted OR is_begun)`,
  };
}

const isByPage = ({ dimension }: Filter) => dimension === 'page';

/** All events, or those of sampled visitors where they are too many to read. */
async function eventSource(stock: OpenedStock): Promise<{ events: string; factor: number }> {
  const { months, open } = stock.coverage;
  const all = [...months.flatMap(({ days }) => days), ...open];
  const halvings = stock.areFew(all, FILTERED_ROWS_FACTOR) ? 0 : chooseHalvings(stock, months);
  if (halvings === 0) return { events: await stock.events(all), factor: 1 };
  return { events: await sampledEvents(stock, { months, open, halvings }), factor: 2 ** halvings };
}
