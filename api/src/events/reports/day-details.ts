import { offsetsOf } from '../../domain/local-time.js';
import { dayOfNumber } from '../engine/days.js';
import type { DayDetails, Filter, SiteRange } from '../event-store.js';
import { countedEvents } from './conditions.js';
import { dimensionSql } from './dimensions.js';
import { scanRange, type ScanDeps } from './scan.js';

const LEADING = 10;

interface DayDetailRow {
  date: string;
  kind: 'page' | 'source' | 'device';
  value: string | null;
  count: number;
}

/** The leading pages, sources and devices of each day that has any, by date. */
export async function dayDetails(
  deps: ScanDeps,
  range: SiteRange,
  filters: readonly Filter[],
  signal?: AbortSignal,
): Promise<Map<string, DayDetails>> {
  const offsets = offsetsOf(range, range.timeZone);
  const date = dimensionSql('date', offsets);
  return scanRange(
    deps,
    range,
    async (scan) => {
      const { events, parameters } = countedEvents(scan, filters, offsets);
      const rows = await scan.session.all<DayDetailRow>(
        `WITH counted AS (
           SELECT ${date} AS date, 'page' AS kind, page AS value, count(*) AS count FROM ${events} WHERE is_counted GROUP BY ALL
           UNION ALL SELECT ${date}, 'source', source, count(*) FROM ${events} WHERE is_begun GROUP BY ALL
           UNION ALL SELECT ${date}, 'device', device_type, count(*) FROM ${events} WHERE is_begun GROUP BY ALL)
         SELECT * FROM counted QUALIFY row_number() OVER (PARTITION BY date, kind ORDER BY count DESC, value) <= ${LEADING}
         ORDER BY date, kind, count DESC, value`,
        parameters.values,
      );
      return toDayDetails(rows);
    },
    signal,
  );
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
