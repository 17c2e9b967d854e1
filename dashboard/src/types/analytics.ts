/**
 * The shapes the dashboard reads. They all come from the contracts, as types alone, so no validation library reaches the browser.
 */
export type {
  BreakdownDimension,
  BreakdownReport,
  BreakdownRow,
  ComparisonMode,
  DailyReport,
  DailyRow,
  FieldError,
  Figures,
  FilterDimension,
  NewSavedView,
  PageRow,
  PagesReport,
  Problem,
  RealtimeReport,
  SavedView,
  SavedViewList,
  Site,
  SiteList,
  SourceRow,
  SourcesReport,
  TimeseriesInterval,
  TimeseriesReport,
  TimeseriesRow,
} from '@tidemark/contracts';
import type { ComparisonMode, FilterDimension, Figures, Site } from '@tidemark/contracts';

/** As much of a site as its figures need; of a shared one, nothing else is told. */
export type ShownSite = Pick<Site, 'id' | 'domain' | 'name' | 'timezone'> & Partial<Pick<Site, 'is_demo'>>;

/** A figure that a card shows and the chart can draw. */
export type MetricName = keyof Figures;

/** Two calendar days of the site, both included, `YYYY-MM-DD`. */
export interface Period {
  startDate: string;
  endDate: string;
}

/** What every report is asked for: which site, which days, compared with what, narrowed by what. */
export interface Selection extends Period {
  site: string;
  compare: ComparisonMode;
  filters?: Partial<Record<FilterDimension, string>>;
}
