import { type Read, readBreakdown, readPages, readSources } from '../services/analytics.js';
import type {
  BreakdownDimension,
  BreakdownRow,
  FilterDimension,
  MetricName,
  PageRow,
  Selection,
  SourceRow,
} from '../types/analytics.js';
import { formatDimensionValue } from './dimensions.js';
import { type Filters, toFilterValue } from './filters.js';
import { formatValue } from './format.js';

/** What can be ranked: pages and sources have reports of their own. Their words: overview:rankings. */
export type RankingId = 'page' | 'source' | Exclude<BreakdownDimension, 'weekday_hour' | 'hour_of_day' | 'day_of_week'>;

type ReportRow = PageRow | SourceRow | BreakdownRow;

/** What every ranked report has in common. */
export interface RankingReport {
  data: readonly ReportRow[];
  total_rows: number;
  comparison?: { data: readonly ReportRow[] } | undefined;
  approximate?: true | undefined;
  missing_days?: readonly string[] | undefined;
}

/** One row of a ranking, whichever report it's from. */
export interface RankedRow {
  key: string;
  label: string;
  /** The label in full, where it was shortened. */
  title: string;
  figures: Partial<Record<MetricName, number | null>>;
  /** Those of the compared period; undefined where nothing is compared, or it isn't known. */
  before: Partial<Record<MetricName, number | null>> | undefined;
  /** What narrows every report to what the row counts. */
  filters: Filters;
}

/** The figure that a ranking goes by. */
export function rankedMetric(id: RankingId): 'page_views' | 'sessions' {
  return id === 'page' ? 'page_views' : 'sessions';
}

/** The figures a ranking has of each row, the leading one first. */
export function rankedMetrics(id: RankingId): readonly MetricName[] {
  if (id === 'page') return ['page_views', 'unique_visitors', 'page_visits', 'bounce_rate', 'avg_time_on_page'];
  return ['sessions', 'unique_visitors', 'page_views', 'bounce_rate', 'avg_session_duration'];
}

/** The leading rows of a selection. */
export function readRanking(selection: Selection, id: FilterDimension, limit: number): Read<RankingReport> {
  if (id === 'page') return readPages(selection, limit);
  if (id === 'source') return readSources(selection, limit);
  return readBreakdown(selection, id, limit);
}

/** @param limit What the report was asked for: a report that is full may lack rows, of which nothing is known then. */
export function toRankedRows(report: RankingReport, id: FilterDimension, domain: string, limit: number): RankedRow[] {
  const compared = report.comparison && new Map(report.comparison.data.map((row) => [keyOf(row), row]));
  const isWhole = compared !== undefined && compared.size < limit;
  return report.data.map((row) => {
    const value = valueOf(row);
    return {
      key: keyOf(row),
      label: labelOf(row, id, domain),
      title: value,
      figures: row,
      before: compared?.get(keyOf(row)) ?? (isWhole ? nothing : undefined),
      filters: filtersOf(row, id),
    };
  });
}

/** A value that the compared period didn't have. */
const nothing = { page_views: 0, page_visits: 0, unique_visitors: 0, sessions: 0 };

function valueOf(row: ReportRow): string {
  if ('page' in row) return row.page;
  return 'source' in row ? row.source : row.value;
}

const keyOf = (row: ReportRow): string => ('source' in row ? `${row.source} ${row.channel}` : valueOf(row));

function labelOf(row: ReportRow, id: FilterDimension, domain: string): string {
  const label = formatDimensionValue(id, valueOf(row), domain);
  return 'source' in row && hasOwnChannel(row) ? `${label} · ${formatValue(row.channel)}` : label;
}

function filtersOf(row: ReportRow, id: FilterDimension): Filters {
  const filters: Filters = { [id]: toFilterValue(valueOf(row)) };
  if ('source' in row && hasOwnChannel(row)) filters.channel = toFilterValue(row.channel);
  return filters;
}

/** One source may come through several channels, such as Google's search and its ads: then the row is one of them. */
const hasOwnChannel = (row: SourceRow): boolean => row.source !== row.channel;
