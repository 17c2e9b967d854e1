import type {
  DecidedStatus,
  Evidence,
  ReceiptVerdict,
  Recommendation,
  RecommendationStatus,
  RecommendationType,
} from '../types/recommendations.js';
import { formatCountry, formatDuration, formatPage, formatShare, formatValue, formatRounded } from './format.js';

export const typeLabels: Record<RecommendationType, string> = {
  traffic_anomaly: 'Unusual day',
  tracking_outage: 'Gap in measuring',
  page_trend: 'Page rising or falling',
  entry_page_bounce: 'Entry page that loses visits',
  audience_problem: 'Trouble for some visitors',
  source_trend: 'Source rising or falling',
  campaign_bounce: 'Campaign that bounces',
  publishing_time: 'When to publish',
  forecast_extreme: 'Peak or trough ahead',
  page_to_promote: 'Page worth promoting',
  early_exit: 'Page that ends visits early',
  not_found: 'Pages not found',
  bot_surge: 'Wave of bots',
};

export const statusLabels: Record<RecommendationStatus, string> = {
  pending: 'To decide',
  accepted: 'Accepted',
  completed: 'Done',
  dismissed: 'Dismissed',
  expired: 'Gone by itself',
};

export const verdictLabels: Record<ReceiptVerdict, string> = {
  worked: 'Worked',
  no_visible_effect: 'No visible effect',
  cant_tell: 'Can’t tell',
};

interface Step {
  status: DecidedStatus;
  label: string;
}

/** What may be done next, the main thing first. What was measured stands. */
export function nextSteps({ status, receipt }: Pick<Recommendation, 'status' | 'receipt'>): readonly Step[] {
  if (receipt !== null) return [];
  switch (status) {
    case 'pending':
      return [
        { status: 'accepted', label: 'Accept' },
        { status: 'dismissed', label: 'Dismiss' },
      ];
    case 'accepted':
      return [
        { status: 'completed', label: 'Mark as done' },
        { status: 'dismissed', label: 'Dismiss' },
        { status: 'pending', label: 'Back to deciding' },
      ];
    case 'completed':
      return [{ status: 'accepted', label: 'Not done yet' }];
    case 'dismissed':
      return [{ status: 'pending', label: 'Bring back' }];
    case 'expired':
      return [];
  }
}

const metricLabels: Record<Evidence['metric'], string> = {
  page_views: 'page views',
  page_visits: 'page visits',
  sessions: 'sessions',
  bounce_rate: 'bounce rate',
  exit_rate: 'exit rate',
  avg_time_on_page: 'time on page',
  ignored_views: 'ignored views',
};

export const labelOfMetric = (metric: Evidence['metric']): string => metricLabels[metric];

/** A figure of the evidence in its own unit. */
export function formatFigure(metric: Evidence['metric'], value: number): string {
  switch (metric) {
    case 'bounce_rate':
    case 'exit_rate':
      return formatShare(value);
    case 'avg_time_on_page':
      return formatDuration(value);
    case 'page_views':
    case 'page_visits':
    case 'sessions':
    case 'ignored_views':
      return formatRounded(value);
  }
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a group is called, such as “Germany” or “/pricing”. */
export function formatSubject({ dimension, value }: Evidence['subjects'][number], domain: string): string {
  if (value === null) return 'Unknown';
  switch (dimension) {
    case 'page':
    case 'entry_page':
    case 'exit_page':
      return formatPage(value, domain);
    case 'country':
      return formatCountry(value);
    case 'hour_of_day':
      return `${value.padStart(2, '0')}:00`;
    case 'day_of_week':
      return weekdays[Number(value) - 1] ?? value;
    case 'source':
    case 'utm_campaign':
    case 'device_type':
    case 'browser':
    case 'ignore_reason':
      return formatValue(value);
  }
}

const dimensionLabels: Record<Evidence['subjects'][number]['dimension'], string> = {
  page: 'Page',
  entry_page: 'Entry page',
  exit_page: 'Exit page',
  source: 'Source',
  utm_campaign: 'Campaign',
  country: 'Country',
  device_type: 'Device',
  browser: 'Browser',
  hour_of_day: 'Hour',
  day_of_week: 'Weekday',
  ignore_reason: 'Reason',
};

export const labelOfDimension = (dimension: Evidence['subjects'][number]['dimension']): string =>
  dimensionLabels[dimension];
