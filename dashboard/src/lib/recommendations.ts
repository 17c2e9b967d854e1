import type { en } from '../locales/en/index.js';
import { t } from '../locales/i18n.js';
import type {
  DecidedStatus,
  Evidence,
  ReceiptVerdict,
  Recommendation,
  RecommendationStatus,
  RecommendationType,
} from '../types/recommendations.js';
import { formatCountry, formatDuration, formatPage, formatRounded, formatShare, formatValue } from './format.js';

export const recommendationTypes: readonly RecommendationType[] = [
  'traffic_anomaly',
  'tracking_outage',
  'page_trend',
  'entry_page_bounce',
  'audience_problem',
  'source_trend',
  'campaign_bounce',
  'publishing_time',
  'forecast_extreme',
  'page_to_promote',
  'early_exit',
  'not_found',
  'bot_surge',
];
export const recommendationStatuses: readonly RecommendationStatus[] = [
  'pending',
  'accepted',
  'completed',
  'dismissed',
  'expired',
];

export const labelOfType = (type: RecommendationType): string => t(`recommendations:types.${type}`);
export const labelOfStatus = (status: RecommendationStatus): string => t(`recommendations:statuses.${status}`);
export const labelOfVerdict = (verdict: ReceiptVerdict): string => t(`recommendations:verdicts.${verdict}`);
export const labelOfMetric = (metric: Evidence['metric']): string => t(`recommendations:metrics.${metric}`);
export const labelOfDimension = (dimension: Evidence['subjects'][number]['dimension']): string =>
  t(`recommendations:dimensions.${dimension}`);

interface Step {
  status: DecidedStatus;
  label: keyof (typeof en)['recommendations']['steps'];
}

/** What may follow, the main thing first: the API's transitions, each by its own word. */
const steps: Readonly<Record<RecommendationStatus, readonly Step[]>> = {
  pending: [
    { status: 'accepted', label: 'accept' },
    { status: 'dismissed', label: 'dismiss' },
  ],
  accepted: [
    { status: 'completed', label: 'complete' },
    { status: 'dismissed', label: 'dismiss' },
    { status: 'pending', label: 'reconsider' },
  ],
  completed: [{ status: 'accepted', label: 'reopen' }],
  dismissed: [{ status: 'pending', label: 'bringBack' }],
  expired: [],
};

type Standing = Pick<Recommendation, 'status' | 'receipt'>;

/** What may be done next. What was measured stands. */
export function nextSteps({ status, receipt }: Standing): readonly Step[] {
  return receipt === null ? steps[status] : [];
}

/** Whether a decision may follow, such as the one before, to undo the present one. */
export function mayFollow(status: DecidedStatus, standing: Standing): boolean {
  return nextSteps(standing).some((step) => step.status === status);
}

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

/** What a group is called, such as “Germany” or “/pricing”. */
export function formatSubject({ dimension, value }: Evidence['subjects'][number], domain: string): string {
  if (value === null) return t('recommendations:unknown');
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
      return isWeekday(value) ? t(`recommendations:weekdays.${value}`) : value;
    case 'source':
    case 'utm_campaign':
    case 'device_type':
    case 'browser':
    case 'ignore_reason':
      return formatValue(value);
  }
}

function isWeekday(value: string): value is '1' | '2' | '3' | '4' | '5' | '6' | '7' {
  return /^[1-7]$/.test(value);
}
