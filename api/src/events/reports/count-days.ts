import { dayOfNumber } from '../engine/days.js';
import type { CountedDays, DayDetails, Filter, SiteRange } from '../event-store.js';
import { estimateVisitors, findMatching, rangeToRead, type Selection } from './counted-events.js';
import { emptyDayDetails, leadingOf } from './day-details.js';
import { dimensionSql } from './dimensions.js';
import { addUp, SUMS, toSums, type SumsRow } from './group-sums.js';
import { OpenedStock } from './opened-stock.js';
import type { ScanDeps } from './scan.js';

/**
 * The figures of each day that has any, and the distinct visitors of them all. Events are read three times: for the sums,
 * of which the leading sources and devices follow; for visitors; and for the leading pages. Each reading takes few columns:
 * kept in a table for all three, they took half as long again.
 */
export function countDays(
  deps: ScanDeps,
  question: { range: SiteRange; filters: readonly Filter[] },
  signal?: AbortSignal,
): Promise<CountedDays> {
  return OpenedStock.read(
    deps,
    rangeToRead(question),
    async (stock) => {
      const { counted, views } = await findMatching(stock, question);
      const { factor } = counted;
      const date = dimensionSql('date', stock.coverage.days.offsets);
      const days = await sumUpDays(stock, counted, date);
      const visitors = await countVisitors(stock, views, date);
      const details = await findDetails(stock, counted, date);
      return {
        days: new Map(
          days.map((row) => {
            const day = dayOfNumber(Number(row.date));
            const sums = toSums(row, factor);
            const uniqueVisitors = estimateVisitors(visitors.get(row.date) ?? 0, factor, sums.pageViews);
            return [day, { sums: { ...sums, uniqueVisitors }, details: details.get(day) ?? emptyDayDetails() }];
          }),
        ),
        uniqueVisitors: factor * (visitors.get(null) ?? 0),
        missingDays: stock.missingDaysOf(question.range),
        isApproximate: factor > 1,
      };
    },
    signal,
  );
}

/** Makes `day_sums`, of which the leading sources and devices follow as well. */
async function sumUpDays({ session }: OpenedStock, { events, parameters }: Selection, date: string) {
  await session.run(
    `CREATE TEMP TABLE day_sums AS
     SELECT ${date} AS date, source, device_type, ${SUMS}, 0::BIGINT AS exits FROM ${events} GROUP BY ALL`,
    parameters.values,
  );
  return session.all<SumsRow & { date: string }>(
    addUp('(SELECT date::VARCHAR AS date, * EXCLUDE (date, source, device_type) FROM day_sums)'),
  );
}

/** Distinct visitors by day; by null those of all days. */
async function countVisitors(
  { session }: OpenedStock,
  { events, parameters }: Selection,
  date: string,
): Promise<Map<string | null, number>> {
  const rows = await session.all<{ date: string | null; visitors: number }>(
    `WITH visits AS MATERIALIZED (SELECT DISTINCT ${date} AS date, visitor_key FROM ${events})
     SELECT date::VARCHAR AS date, count(*) AS visitors FROM visits GROUP BY date
     UNION ALL SELECT NULL, count(*) FROM (SELECT DISTINCT visitor_key FROM visits)`,
    parameters.values,
  );
  return new Map(rows.map((row) => [row.date, row.visitors]));
}

function findDetails(
  { session }: OpenedStock,
  { events, parameters, factor }: Selection,
  date: string,
): Promise<Map<string, DayDetails>> {
  const sessionsBy = (kind: string) =>
    `SELECT date, '${kind}' AS kind, ${kind} AS value, sum(sessions)::BIGINT AS count FROM day_sums WHERE sessions > 0 GROUP BY ALL`;
  return leadingOf(
    session,
    `SELECT ${date} AS date, 'page' AS kind, page AS value, count(*) AS count FROM ${events} WHERE is_counted GROUP BY ALL
     UNION ALL ${sessionsBy('source')} UNION ALL ${sessionsBy('device_type')}`,
    parameters.values,
    factor,
  );
}
