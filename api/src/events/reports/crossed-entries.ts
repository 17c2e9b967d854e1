import type { CrossedEntries, CrossedQuery } from '../event-store.js';
import { dimensionSql } from './dimensions.js';
import { OpenedStock } from './opened-stock.js';
import type { ScanDeps } from './scan.js';
import { eventSource } from './summed-visitors.js';

interface CrossedRow {
  entry_page: string;
  value: string | null;
  sessions: number;
  bounces: number;
}

/**
 * Sessions by the page they began on and another of their properties. No summary has two dimensions at once, so events are
 * read: all where they're few, else those of one in `factor` visitors, whose counts are given as they are.
 */
export function crossedEntries(
  deps: ScanDeps,
  { range, dimensions, pages, valuesPerPage }: CrossedQuery,
  signal?: AbortSignal,
): Promise<CrossedEntries> {
  return OpenedStock.read(
    deps,
    range,
    async (stock) => {
      const { events, factor } = await eventSource(stock);
      const { offsets } = stock.coverage.days;
      const columns = dimensions.map((dimension) => `${dimensionSql(dimension, offsets)} AS ${dimension}`);
      await stock.session.run(
        `CREATE TEMP TABLE entries AS
         SELECT coalesce(entry_page, page) AS entry_page, ${columns.join(', ')}, count(*) AS sessions, sum(is_bounce::INTEGER)::BIGINT AS bounces
         FROM ${events} WHERE is_entry GROUP BY ALL`,
      );
      const groups: CrossedEntries['groups'] = new Map();
      for (const dimension of dimensions) {
        const rows = await stock.session.all<CrossedRow>(
          `WITH largest AS (
             SELECT entry_page FROM entries GROUP BY entry_page ORDER BY sum(sessions) DESC, entry_page LIMIT ${pages})
           SELECT entry_page, ${dimension} AS value, sum(sessions)::BIGINT AS sessions, sum(bounces)::BIGINT AS bounces
           FROM entries SEMI JOIN largest USING (entry_page) GROUP BY entry_page, value
           QUALIFY row_number() OVER (PARTITION BY entry_page ORDER BY sum(sessions) DESC, value NULLS LAST) <= ${valuesPerPage}
           ORDER BY entry_page, sessions DESC, value NULLS LAST`,
        );
        groups.set(
          dimension,
          rows.map(({ entry_page, ...row }) => ({ entryPage: entry_page, ...row })),
        );
      }
      return { groups, factor, missingDays: stock.missingDaysOf(range) };
    },
    signal,
  );
}
