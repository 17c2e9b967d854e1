import type {
  BreakdownDimension,
  BreakdownReport,
  DailyReport,
  PagesReport,
  RealtimeReport,
  Selection,
  SiteList,
  SourcesReport,
  TimeseriesInterval,
  TimeseriesReport,
} from '../types/analytics.js';
import { sendDelete } from './api.js';

/** A report that can be read: its address, and (to the compiler alone) the shape of its answer. */
export interface Read<Report> {
  path: string;
  shape?: Report;
}

export const readSites = (): Read<SiteList> => ({ path: '/api/sites' });

export const readDaily = (selection: Selection): Read<DailyReport> => ({ path: reportPath('daily', selection) });

export const readTimeseries = (selection: Selection, interval: TimeseriesInterval): Read<TimeseriesReport> => ({
  path: reportPath('timeseries', selection, { interval }),
});

export const readPages = (selection: Selection, limit: number): Read<PagesReport> => ({
  path: reportPath('pages', selection, { limit: String(limit) }),
});

export const readSources = (selection: Selection, limit: number): Read<SourcesReport> => ({
  path: reportPath('sources', selection, { limit: String(limit) }),
});

export const readBreakdown = (
  selection: Selection,
  dimension: BreakdownDimension,
  limit: number,
): Read<BreakdownReport> => ({
  path: reportPath('breakdown', selection, { dimension, limit: String(limit) }),
});

export const readRealtime = (site: string): Read<RealtimeReport> => ({
  path: `/api/metrics/realtime?${new URLSearchParams({ site }).toString()}`,
});

/** The address of the live view's server-sent events. */
export function realtimeStreamPath(site: string): string {
  return `/api/metrics/realtime/stream?${new URLSearchParams({ site }).toString()}`;
}

/** Removes a site with everything it recorded. */
export function removeSite(id: number): Promise<void> {
  return sendDelete(`/api/sites/${String(id)}`);
}

function reportPath(report: string, selection: Selection, extra: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    site: selection.site,
    start_date: selection.startDate,
    end_date: selection.endDate,
    ...(selection.compare !== 'none' && { compare: selection.compare }),
    ...selection.filters,
    ...extra,
  });
  return `/api/metrics/${report}?${query.toString()}`;
}
