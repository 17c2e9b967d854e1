import { dayOfNumber } from '../engine/days.js';
import { readParquet } from '../engine/engine.js';
import type { DailyGroup, DailyGroups, Dimension, LeadingQuery } from '../event-store.js';
import { localDay } from './dimensions.js';
import { addUp, groupsOf, sumColumns, toSums, type SumsRow } from './group-sums.js';
import { OpenedStock } from './opened-stock.js';
import { isAnyOf, Parameters } from './parameters.js';
import type { ScanDeps } from './scan.js';
import { countedOf } from './summed.js';

interface DayRow extends SumsRow {
  day: number;
  value: string | null;
}

/**
 * The sums of each day of a dimension's leading groups, without distinct visitors: from month summaries where they hold, and
 * from events elsewhere.
 */
export function leadingByDay(deps: ScanDeps, query: LeadingQuery, signal?: AbortSignal): Promise<DailyGroups> {
  const { range } = query;
  return OpenedStock.read(
    deps,
    range,
    async (stock) => ({
      groups: toGroups(await readLeading(stock, query)),
      missingDays: stock.missingDaysOf(range),
    }),
    signal,
  );
}

/** The days of the groups with the most page views and sessions over all days; the largest group comes first. */
async function readLeading(stock: OpenedStock, { dimension, limit, values }: LeadingQuery): Promise<DayRow[]> {
  const parts = await dailyParts(stock, dimension);
  if (parts.length === 0) return [];
  const parameters = new Parameters();
  const isWanted = values ? `WHERE ${isAnyOf('value', values, parameters)}` : '';
  return stock.session.all<DayRow>(
    `WITH daily AS MATERIALIZED (${addUp(`(${parts.join(' UNION ALL BY NAME ')})`)}),
     largest AS (
       SELECT value, row_number() OVER (ORDER BY sum(page_views + sessions + exits) DESC, value NULLS LAST) AS place
       FROM daily ${isWanted} GROUP BY value QUALIFY place <= ${limit})
     SELECT d.* FROM daily d JOIN largest l ON d.value IS NOT DISTINCT FROM l.value ORDER BY l.place, d.day`,
    parameters.values,
  );
}

/** Queries of `day`, `value` and the sums; they are still to be added up. */
async function dailyParts(stock: OpenedStock, dimension: Dimension): Promise<string[]> {
  const { months, open, days } = stock.coverage;
  const paths = await stock.paths(
    months.map(({ summary }) => summary),
    'sums',
  );
  const files = paths.filter((file) => file !== null);
  const columns = `day, value, ${sumColumns.join(', ')}`;
  const summarized = months.flatMap((month) => month.days).join(', ');
  return [
    ...(files.length > 0
      ? [
          `SELECT ${columns} FROM ${readParquet(files)}
           WHERE NOT is_month AND dimension = '${dimension}' AND day IN (${summarized})`,
        ]
      : []),
    ...(open.length > 0
      ? [
          `SELECT ${columns} FROM (${groupsOf(countedOf(await stock.events(open)), dimension, {
            offsets: days.offsets,
            day: localDay(days.offsets),
          })})`,
        ]
      : []),
  ];
}

function toGroups(rows: readonly DayRow[]): DailyGroup[] {
  const byValue = new Map<string | null, DailyGroup>();
  for (const row of rows) {
    const group: DailyGroup = byValue.get(row.value) ?? { value: row.value, days: new Map() };
    byValue.set(row.value, group);
    group.days.set(dayOfNumber(row.day), toSums(row));
  }
  return [...byValue.values()];
}
