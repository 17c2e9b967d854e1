import type { Filter, SiteRange } from '../event-store.js';
import { dimensionSql } from './dimensions.js';
import { relationsOf } from './relations.js';

const LEADING = 10;

/** The ten leading pages and sources of each day, and its sessions by device, one row per (date, kind, value). */
export function buildDayDetails(
  range: SiteRange,
  filters: readonly Filter[],
  earliestAt: Date | null,
): { text: string; values: unknown[] } {
  const relations = relationsOf(range, filters, earliestAt);
  const viewDate = dimensionSql('date', relations.timeZone).view;
  const text = `
    WITH ${relations.with},
    counted AS (
      SELECT ${viewDate} AS date, 'page' AS kind, v.page AS value, count(*) AS count ${relations.views} GROUP BY 1, 3
      UNION ALL SELECT s.date::text, 'source', s.source, count(*) ${relations.sessions} GROUP BY 1, 3
      UNION ALL SELECT s.date::text, 'device', s.device_type, count(*) ${relations.sessions} GROUP BY 1, 3),
    ranked AS (SELECT *, row_number() OVER (PARTITION BY date, kind ORDER BY count DESC, value) AS rank FROM counted)
    SELECT date, kind, value, count FROM ranked WHERE rank <= ${LEADING} ORDER BY date, kind, rank`;
  return { text, values: relations.parameters.values };
}
