import { t } from '../locales/i18n.js';
import type { MetricName } from '../types/analytics.js';

/** How a metric is named, written and judged. */
export interface Metric {
  name: MetricName;
  /** Looked up when it's read, in the language that is spoken then. */
  readonly label: string;
  kind: 'count' | 'rate' | 'duration';
  /** Which direction is good news. */
  better: 'higher' | 'lower';
  /** The definition, for the reader who wonders. */
  readonly help: string;
}

/** The metrics in the order of the cards. */
export const metrics: readonly Metric[] = [
  define('unique_visitors', 'count', 'higher'),
  define('sessions', 'count', 'higher'),
  define('page_views', 'count', 'higher'),
  define('page_visits', 'count', 'higher'),
  define('bounce_rate', 'rate', 'lower'),
  define('avg_session_duration', 'duration', 'higher'),
  define('avg_time_on_page', 'duration', 'higher'),
];

/** The metric of that name, else the first. */
export function findMetric(name: string | null): Metric {
  const [first] = metrics;
  const found = metrics.find((metric) => metric.name === name) ?? first;
  if (found === undefined) throw new Error('no metric is defined');
  return found;
}

function define(name: MetricName, kind: Metric['kind'], better: Metric['better']): Metric {
  return {
    name,
    kind,
    better,
    get label() {
      return t(`figures:metrics.${name}.label`);
    },
    get help() {
      return t(`figures:metrics.${name}.help`);
    },
  };
}
