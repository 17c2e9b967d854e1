import type { MetricName } from '../types/analytics.js';

/** How a metric is named, written and judged. */
export interface Metric {
  name: MetricName;
  label: string;
  kind: 'count' | 'rate' | 'duration';
  /** Which direction is good news. */
  better: 'higher' | 'lower';
  /** The definition, for the reader who wonders. */
  help: string;
}

/** The metrics in the order of the cards. */
export const metrics: readonly Metric[] = [
  {
    name: 'unique_visitors',
    label: 'Visitors',
    kind: 'count',
    better: 'higher',
    help: 'Distinct visitors in the period',
  },
  {
    name: 'sessions',
    label: 'Sessions',
    kind: 'count',
    better: 'higher',
    help: 'Visits, ended by 30 minutes without activity',
  },
  { name: 'page_views', label: 'Page views', kind: 'count', better: 'higher', help: 'Pages loaded, reloads included' },
  {
    name: 'page_visits',
    label: 'Page visits',
    kind: 'count',
    better: 'higher',
    help: 'Pages seen, once per session and page',
  },
  {
    name: 'bounce_rate',
    label: 'Bounce rate',
    kind: 'rate',
    better: 'lower',
    help: 'Sessions with exactly one page view',
  },
  {
    name: 'avg_session_duration',
    label: 'Session duration',
    kind: 'duration',
    better: 'higher',
    help: 'Mean length of a session',
  },
  {
    name: 'avg_time_on_page',
    label: 'Time on page',
    kind: 'duration',
    better: 'higher',
    help: 'Mean time a page was in the foreground',
  },
];

/** The metric of that name, else the first. */
export function findMetric(name: string | null): Metric {
  const [first] = metrics;
  const found = metrics.find((metric) => metric.name === name) ?? first;
  if (found === undefined) throw new Error('no metric is defined');
  return found;
}
