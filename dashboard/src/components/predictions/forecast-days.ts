import type { TextTable } from '../../lib/csv.js';
import { formatDay, formatRounded } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { ConfidenceLevel } from '../../types/predictions.js';

/** A day with what came, what was forecast of it, or both. */
export interface ForecastDay {
  date: string;
  actual: number | null;
  expected: number | null;
  lower: number | null;
  upper: number | null;
  /** On which side of the range it came out. */
  miss?: 'above' | 'below' | undefined;
}

/** What a chart of forecasts shows. */
export interface ForecastChartProps {
  title: string;
  days: readonly ForecastDay[];
  level: ConfidenceLevel;
  /** Whether the days are over: then it was forecast, and isn't expected any more. */
  isPast: boolean;
}

/** What the chart's columns, and its lines, are called. */
export function namesOf({ level, isPast }: Pick<ForecastChartProps, 'level' | 'isPast'>) {
  return {
    day: t('predictions:day'),
    actual: t('predictions:came'),
    expected: isPast ? t('predictions:wasForecast') : t('predictions:expected'),
    range: t('predictions:range', { level }),
  };
}

export const describeValue = (value: number | null): string => (value === null ? '–' : formatRounded(value));

export function describeActual({ actual, miss }: ForecastDay): string {
  return miss === undefined ? describeValue(actual) : `${describeValue(actual)}, ${t(`predictions:miss.${miss}`)}`;
}

export function describeRange({ lower, upper }: ForecastDay): string {
  return lower === null || upper === null ? '–' : `${formatRounded(lower)} – ${formatRounded(upper)}`;
}

/** The chart in words, for those who can't see it. */
export function toReadTable(props: ForecastChartProps): TextTable {
  const { day, actual, expected, range } = namesOf(props);
  return {
    columns: [day, actual, expected, range],
    rows: props.days.map((each) => [
      formatDay(each.date, 'full'),
      describeActual(each),
      describeValue(each.expected),
      describeRange(each),
    ]),
  };
}

/** The chart for spreadsheets: plain days and numbers, each in a column of its own. */
export function toSavedTable(props: ForecastChartProps): TextTable {
  const { day, actual, expected } = namesOf(props);
  const write = (value: number | null) => (value === null ? '' : String(Math.round(value * 100) / 100));
  return {
    columns: [day, actual, expected, t('predictions:lower'), t('predictions:upper')],
    rows: props.days.map((each) => [
      each.date,
      ...[each.actual, each.expected, each.lower, each.upper].map((value) => write(value)),
    ]),
  };
}
