import {
  type Axis,
  type Bucket,
  findBucket,
  findSpan,
  labelBuckets,
  pairBuckets,
  type Timeline,
} from '../../lib/buckets.js';
import { addDays } from '../../lib/dates.js';
import { formatMetric } from '../../lib/format.js';
import type { Metric } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import type { DailyReport, TimeseriesReport } from '../../types/analytics.js';
import type { Annotation } from '../../types/annotations.js';
import type { MarkedDays, Prediction } from '../../types/predictions.js';
import type { LineChartProps } from '../charts/LineChart.js';

/** The figures over time, with those of the compared period. */
export interface Trend {
  line: Timeline;
  compared: Timeline | undefined;
}

/** By day: the report of the cards holds it already. */
export function trendOfDays({ timezone: timeZone, comparison, ...report }: DailyReport): Trend {
  const toLine = ({ start_date, end_date, data }: Pick<DailyReport, 'start_date' | 'end_date' | 'data'>): Timeline => ({
    interval: 'day',
    timeZone,
    startDate: start_date,
    endDate: end_date,
    buckets: data.map((row) => ({ ...row, start: row.date })),
  });
  return { line: toLine(report), compared: comparison && toLine(comparison) };
}

export function trendOfIntervals({ interval, timezone: timeZone, comparison, ...report }: TimeseriesReport): Trend {
  const toLine = ({ start_date, end_date, data }: Pick<TimeseriesReport, 'start_date' | 'end_date' | 'data'>) => ({
    interval,
    timeZone,
    startDate: start_date,
    endDate: end_date,
    buckets: data,
  });
  return { line: toLine(report), compared: comparison && toLine(comparison) };
}

interface TrendChartInput extends Trend {
  metric: Metric;
  today: string;
  nowMs: number;
  runningIndex: number | undefined;
  prediction: Prediction | undefined;
  notes: readonly Annotation[];
  markedDays: readonly MarkedDays[];
}

/** What the large chart draws. */
export function buildTrendChart(input: TrendChartInput): Omit<LineChartProps, 'title'> {
  const { line, compared, metric, nowMs, runningIndex } = input;
  const expected = findExpected(input);
  const axis = expected === undefined ? line : extendAxis(line, expected.data.length - 1);
  const labels = labelBuckets(axis);
  const valueAt = (bucket: Bucket) => (hasBegun(line, bucket, nowMs) ? bucket[metric.name] : null);
  return {
    axisLabels: labels.map(({ short }) => short),
    series: {
      name: metric.label,
      points: line.buckets.map((bucket, index) => ({ label: labels[index]?.full ?? '', value: valueAt(bucket) })),
    },
    comparison: compared && { name: t('figures:chart.comparedPeriod'), points: compare(line, compared, metric) },
    forecast: expected && {
      name: t('figures:chart.forecast'),
      startIndex: expected.startIndex,
      points: expected.data.map(({ predicted_value: value, lower, upper }, index) => ({
        label: labels[expected.startIndex + index]?.full ?? '',
        value: Math.round(value),
        lower: Math.floor(lower),
        upper: Math.ceil(upper),
      })),
    },
    marks: { notes: placeNotes(axis, input.notes), spans: placeMarkedDays(axis, input.markedDays) },
    runningIndex,
    pointName: t(`figures:chart.points.${line.interval}`),
    formatValue: (value) => formatMetric(metric, value),
  };
}

/** What each place of the line is held against. */
function compare(line: Timeline, compared: Timeline, metric: Metric) {
  const labels = labelBuckets(compared);
  return pairBuckets(line, compared).map((place = -1) => ({
    label: labels[place]?.full ?? t('figures:chart.nothingCompared'),
    value: compared.buckets[place]?.[metric.name] ?? null,
  }));
}

/** The hours of today that are to come are rows of zeros, which say nothing. */
function hasBegun({ interval }: Axis, { start }: Bucket, nowMs: number): boolean {
  return interval !== 'hour' || Date.parse(start) <= nowMs;
}

/** The forecast from today on, if the chart ends with today. */
function findExpected({ line, prediction, today }: TrendChartInput) {
  const startIndex = line.buckets.length - 1;
  const data = prediction?.data.filter(({ predicted_date }) => predicted_date >= today) ?? [];
  const isUpToToday = line.interval === 'day' && line.buckets.at(-1)?.start === today;
  return isUpToToday && data[0]?.predicted_date === today ? { startIndex, data } : undefined;
}

/** The days go on after the last one. */
function extendAxis(line: Timeline, days: number): Axis {
  const more = Array.from({ length: days }, (_, index) => ({ start: addDays(line.endDate, index + 1) }));
  return { ...line, endDate: addDays(line.endDate, days), buckets: [...line.buckets, ...more] };
}

function placeNotes(axis: Axis, notes: readonly Annotation[]) {
  return notes.flatMap(({ date, text }) => {
    const index = findBucket(axis, date);
    return index === undefined ? [] : [{ index, text }];
  });
}

/** A day within a week or a month can't be shaded. */
function placeMarkedDays(axis: Axis, markedDays: readonly MarkedDays[]) {
  if (axis.interval === 'week' || axis.interval === 'month') return [];
  return markedDays.flatMap(({ start_date, end_date, reason }) => {
    const span = findSpan(axis, start_date, end_date);
    return span === undefined ? [] : [{ ...span, text: t('figures:chart.markedDay', { reason }) }];
  });
}
