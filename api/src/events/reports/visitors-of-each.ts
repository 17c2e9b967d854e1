import type { Period } from '../../domain/period.js';
import { readParquet } from '../engine/engine.js';
import type { SiteRange, VisitorsOfEach } from '../event-store.js';
import { PREVIOUS } from '../summaries/queries.js';
import { OpenedStock } from './opened-stock.js';
import type { ScanDeps } from './scan.js';
import { countRangeVisitors } from './summed-visitors.js';

/**
 * The distinct visitors of each part of a range. Summaries tell those of all parts that they hold by one question, as
 * `countRangeVisitors` asks it of one; the others are counted each by itself.
 */
export function visitorsOfEach(
  deps: ScanDeps,
  { range, parts }: { range: SiteRange; parts: readonly Period[] },
  signal?: AbortSignal,
): Promise<VisitorsOfEach> {
  return OpenedStock.read(
    deps,
    range,
    async (stock) => {
      const stocks = parts.map((part) => stock.within(part));
      const linked = await countLinkedParts(stock, stocks.filter(isLinked));
      const uniqueVisitors: number[] = [];
      let isApproximate = false;
      for (const part of stocks) {
        const counted = isLinked(part)
          ? { visitors: linked.get(part.coverage.days.first) ?? 0, isApproximate: false }
          : await countRangeVisitors(part);
        uniqueVisitors.push(counted.visitors);
        isApproximate ||= counted.isApproximate;
      }
      const missingDays = [...new Set(stocks.flatMap((part) => part.missingDaysOf(part.range)))].sort();
      return { uniqueVisitors, isApproximate, missingDays };
    },
    signal,
  );
}

/** Whether summaries hold all days of a part, and when their visitors were seen last before. */
function isLinked({ coverage: { months, open, linked } }: OpenedStock): boolean {
  return open.length === 0 && months.every(({ days }) => days.every((day) => linked !== null && day < linked.to));
}

/** The distinct visitors of linked parts, by the numbers of their first days. */
async function countLinkedParts(stock: OpenedStock, parts: readonly OpenedStock[]): Promise<Map<number, number>> {
  const summaries = new Set(parts.flatMap(({ coverage }) => coverage.months.map(({ summary }) => summary)));
  const files = (await stock.paths([...summaries], 'sums')).filter((file) => file !== null);
  if (files.length === 0) return new Map();
  const spans = parts.map(({ coverage: { days } }) => `(${days.first}, ${days.last})`).join(', ');
  const rows = await stock.session.all<{ first_day: number; visitors: number }>(
    `SELECT p.first_day, sum(s.visitors)::BIGINT AS visitors
     FROM (SELECT day, previous_day, visitors FROM ${readParquet(files)} WHERE dimension = '${PREVIOUS}') s
     JOIN (VALUES ${spans}) p(first_day, last_day) ON s.day BETWEEN p.first_day AND p.last_day
     WHERE s.previous_day IS NULL OR s.previous_day < p.first_day GROUP BY p.first_day`,
  );
  return new Map(rows.map((row) => [row.first_day, row.visitors]));
}
