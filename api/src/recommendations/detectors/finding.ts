import type { Evidence, ExpectedImpact, RecommendationType } from '@tidemark/contracts';

/** Something worth doing that the figures speak for. */
export interface Finding {
  type: RecommendationType;
  /** Tells it from others of its type and site: the same cause has the same key from day to day. */
  key: string;
  /** At most 200 characters. */
  title: string;
  /** What was seen and what to do about it, in plain words with figures. */
  description: string;
  /** 1 is the most urgent. */
  priority: 1 | 2 | 3 | 4 | 5;
  /** What accepting it should move, on a day: what a receipt measures later. Null: nothing that can be measured. */
  target: {
    metric: 'page_visits' | 'sessions' | 'bounce_rate';
    dimension: 'page' | 'source' | 'country' | 'device_type' | 'total';
    value: string | null;
  } | null;
  /** The first day on which a sudden change was seen; null: what is told of came slowly, or stands. */
  changedOn: string | null;
  evidence: Evidence;
  impact: ExpectedImpact;
}

/** Types of findings that alarm nobody: they have no part in the budget of false alarms. */
export const adviceTypes: readonly RecommendationType[] = ['publishing_time', 'forecast_extreme', 'page_to_promote'];

/** What tells a finding from every other of its site. */
export function nameOf({ type, key }: Pick<Finding, 'type' | 'key'>): string {
  return JSON.stringify([type, key]);
}
