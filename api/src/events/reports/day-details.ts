import type { OffsetChange } from '../../domain/local-time.js';
import { dayOfNumber } from '../engine/days.js';
import { readParquet, type Session, type Value } from '../engine/engine.js';
import type { DayDetails, SiteRange } from '../event-store.js';
import { dimensionSql } from './dimensions.js';
import { OpenedStock } from './opened-stock.js';
import type { ScanDeps } from './scan.js';
import { countedOf } from './summed.js';

const LEADING = 10;

interface DayDetailRow {
  date: string;
  kind: 'page' | 'source' | 'device_type';
  value: string | null;
  count: number;
}

/** The leading pages, sources and devices of each day that has any, by date. */
export function dayDetails(deps: ScanDeps, range: SiteRange): Promise<Map<string, DayDetails>> {
  return OpenedStock.read(deps, range, summedDetails);
}

async function summedDetails(stock: OpenedStock): Promise<Map<string, DayDetails>> {
  const { months, open, days } = stock.coverage;
  const files = (
    await stock.paths(
      months.map(({ summary }) => summary),
      'sums',
    )
  ).filter((file) => file !== null);
  const parts = [
    ...(files.length > 0
      ? [
          `SELECT day AS date, dimension AS kind, value, CASE dimension WHEN 'page' THEN page_views ELSE sessions END AS count
          FROM ${readParquet(files)} WHERE NOT is_month AND dimension IN ('page', 'source', 'device_type')
            AND day IN (${months.flatMap((month) => month.days).join(', ')}) AND count > 0`,
        ]
      : []),
    ...(open.length > 0 ? [countKinds(countedOf(await stock.events(open)), days.offsets)] : []),
  ];
  return parts.length === 0 ? new Map() : leadingOf(stock.session, parts.join(' UNION ALL '), []);
}

function countKinds(events: string, offsets: readonly OffsetChange[]): string {
  const date = dimensionSql('date', offsets);
  return `SELECT ${date} AS date, 'page' AS kind, page AS value, count(*) AS count FROM ${events} WHERE is_counted GROUP BY ALL
    UNION ALL SELECT ${date}, 'source', source, count(*) FROM ${events} WHERE is_begun GROUP BY ALL
    UNION ALL SELECT ${date}, 'device_type', device_type, count(*) FROM ${events} WHERE is_begun GROUP BY ALL`;
}

/**
 * The leading ones of each day and kind.
 *
 * @param counted a query of `date`, `kind`, `value` and `count`
 */
export async function leadingOf(
  session: Session,
  counted: string,
  values: readonly Value[],
  factor = 1,
): Promise<Map<string, DayDetails>> {
  const rows = await session.all<DayDetailRow>(
    `SELECT * REPLACE (date::VARCHAR AS date) FROM (${counted}) QUALIFY row_number() OVER (PARTITION BY date, kind ORDER BY count DESC, value) <= ${LEADING}
     ORDER BY date, kind, count DESC, value`,
    values,
  );
  return toDayDetails(rows.map((row) => ({ ...row, count: factor * row.count })));
}

function toDayDetails(rows: DayDetailRow[]): Map<string, DayDetails> {
  const byDate = new Map<string, DayDetails>();
  for (const { date: number, kind, value, count } of rows) {
    const date = dayOfNumber(Number(number));
    const day = byDate.get(date) ?? emptyDayDetails();
    byDate.set(date, day);
    if (kind === 'page') day.topPages.push({ page: value ?? '', page_views: count });
    else if (kind === 'source') day.trafficSources.push({ source: value ?? '', sessions: count });
    else day.deviceDistribution[deviceKey(value)] += count;
  }
  return byDate;
}

export function emptyDayDetails(): DayDetails {
  return { topPages: [], trafficSources: [], deviceDistribution: { desktop: 0, mobile: 0, tablet: 0, other: 0 } };
}

function deviceKey(value: string | null): keyof DayDetails['deviceDistribution'] {
  return value === 'desktop' || value === 'mobile' || value === 'tablet' ? value : 'other';
}
