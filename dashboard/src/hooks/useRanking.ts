import { useSite } from '../context/site.js';
import { isTranslated } from '../lib/dimensions.js';
import { containing } from '../lib/filters.js';
import { type RankedRow, type RankingReport, readRanking, toRankedRows } from '../lib/rankings.js';
import { refreshEveryMs } from '../lib/refresh.js';
import type { FilterDimension, Selection } from '../types/analytics.js';
import { type Loaded, useAnalytics } from './useAnalytics.js';
import { useDebounced } from './useDebounced.js';

export interface Ranking {
  rows: readonly RankedRow[];
  totalRows: number;
  /** Whether a text was looked for among all rows, or among the leading ones alone. */
  isWhole: boolean;
  report: RankingReport;
}

interface RankingQuestion {
  id: FilterDimension;
  selection: Selection;
  limit: number;
  /** What the rows are to hold. */
  text?: string;
}

/**
 * The leading rows of a dimension, or those that hold a text.
 *
 * The text is looked for among the leading rows here, whatever its case. Where there are more, the API is asked for those among
 * them, which minds the case; it can't be where the dimension has a filter already, or where its values are shown in other words
 * than the API's.
 */
export function useRanking({ id, selection, limit, text = '' }: RankingQuestion): Loaded<Ranking> {
  const { site } = useSite();
  const wanted = useDebounced(text.trim(), restMs);
  const leading = useAnalytics(readRanking(selection, id, limit), refreshEveryMs);
  const hasMore = leading.status === 'ready' && leading.data.total_rows > leading.data.data.length;
  const isAsked = wanted !== '' && hasMore && !isTranslated(id) && selection.filters?.[id] === undefined;
  const narrowed = { ...selection, filters: { ...selection.filters, [id]: containing(wanted) } };
  const found = useAnalytics(isAsked ? readRanking(narrowed, id, limit) : undefined);
  if (leading.status !== 'ready') return leading;
  const loaded = isAsked ? found : leading;
  if (loaded.status !== 'ready') return loaded;
  const atHand = toRankedRows(leading.data, id, site.domain, limit).filter((row) => holds(row, wanted));
  const keys = new Set(atHand.map(({ key }) => key));
  const others = toRankedRows(loaded.data, id, site.domain, limit).filter(({ key }) => isAsked && !keys.has(key));
  const rows = [...atHand, ...others];
  return {
    ...loaded,
    data: {
      rows,
      totalRows: Math.max(loaded.data.total_rows, rows.length),
      isWhole: isAsked || !hasMore,
      report: loaded.data,
    },
  };
}

const restMs = 250;

function holds({ label, title }: RankedRow, text: string): boolean {
  const lower = text.toLowerCase();
  return label.toLowerCase().includes(lower) || title.toLowerCase().includes(lower);
}
