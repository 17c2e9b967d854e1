import type { ReceiptObstacle, TargetMetric } from '@tidemark/contracts';
import type { Measured } from './measure-gain.js';

const obstacles: Record<Exclude<ReceiptObstacle, 'interval_too_wide'>, string> = {
  no_target: 'Nothing can be counted that doing this should change.',
  no_forecast: 'There was no forecast to compare with when it was accepted.',
  short_history: 'Too few days before it say what was usual.',
  days_left_out: 'Too many of the 14 days after it are marked or not measured.',
  no_figures: 'There were too few visits to see a difference in.',
  changed_before:
    'What it tells of had begun just before: whether it stayed or went by itself, or because of this, can’t be told.',
};

const units: Record<TargetMetric, string> = {
  page_visits: 'page visits',
  sessions: 'sessions',
  bounce_rate: 'bounces',
};

/** What was measured, in plain words with its figures. */
export function explain(
  measured: Measured | { verdict: 'cant_tell'; obstacle: 'no_target' },
  metric: TargetMetric,
): string {
  if (!('actual' in measured)) return `Can’t tell. ${obstacles[measured.obstacle]}`;
  const { actual, expected, lower, upper, days, isAdjusted, isWorse } = measured;
  const show = (value: number) => format(value, metric);
  const basis = isAdjusted ? ', given what the rest of the site did' : '';
  const seen = `In ${days} days ${show(actual)} came; without it ${show(expected)} were to be expected${basis}, within ${show(lower)} and ${show(upper)} nine times of ten.`;
  const rates = `In ${days} days the bounce rate was ${show(actual)}; without it ${show(expected)} was to be expected, within ${show(lower)} and ${show(upper)} nine times of ten.`;
  const figures = metric === 'bounce_rate' ? rates : seen;
  switch (measured.verdict) {
    case 'worked':
      return `It worked. ${figures}`;
    case 'no_visible_effect':
      return `${isWorse ? worse(metric) : 'No visible effect.'} ${figures}`;
    case 'cant_tell':
      return `Can’t tell: what was to be expected is too uncertain. ${figures}`;
  }
}

/** A gain that is missed and a loss aren't the same to who acted. */
function worse(metric: TargetMetric): string {
  return metric === 'bounce_rate'
    ? 'It didn’t help: more bounced than was to be expected.'
    : 'It didn’t help: fewer came than were to be expected.';
}

function format(value: number, metric: TargetMetric): string {
  if (metric === 'bounce_rate') return `${(100 * value).toFixed(1)}%`;
  return `${Math.round(value).toLocaleString('en-US')} ${units[metric]}`;
}
