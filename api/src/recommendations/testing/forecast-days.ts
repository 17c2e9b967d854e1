import type { DayForecast } from '../observations/observations.js';

const LEVEL_DAYS = 14;
const WEEK_DAYS = 56;
const LEAST_DAYS = 21;
const LEAST_ERRORS = 14;
const ERROR_DAYS = 60;
const LEVELS = [80, 90, 95] as const;

/** A forecast for each day from those before it, and one for the days after the last. */
export interface Forecaster {
  aDayAhead: readonly (DayForecast | null)[];
  ahead: (lastDay: number, days: number) => DayForecast[];
}

/**
 * The usual week at the present level, with intervals from its own past errors: a plain forecast, honestly made, for simulated
 * sites.
 */
export function forecastDays(
  counts: readonly number[],
  weekdays: readonly number[],
  dateOf: (day: number) => string,
): Forecaster {
  const logs = counts.map((count) => Math.log1p(count));
  const lines = logs.map((_, day) => lineOf(logs, weekdays, day));
  const errors: (number | null)[] = logs.map((log, day) => {
    const line = lines[day];
    return line ? Math.abs(log - line.at(weekdays[day] ?? 0)) : null;
  });
  const forecast = (origin: number, day: number): DayForecast | null => {
    const line = lines[origin] ?? lineOf(logs, weekdays, origin);
    const known = errors.slice(Math.max(0, origin - ERROR_DAYS), origin).filter((error) => error !== null);
    if (line === null || known.length < LEAST_ERRORS) return null;
    known.sort((a, b) => a - b);
    const value = line.at((weekdays[0] ?? 0) + day);
    const intervalAt = (level: number): { lower: number; upper: number } => {
      const place = Math.ceil(((known.length + 1) * level) / 100) - 1;
      const half = known[Math.min(known.length - 1, place)] ?? 0;
      return { lower: Math.max(0, Math.expm1(value - half)), upper: Math.expm1(value + half) };
    };
    const [narrow, middle, wide] = LEVELS.map(intervalAt);
    if (!narrow || !middle || !wide) return null;
    return {
      date: dateOf(day),
      value: Math.max(0, Math.expm1(value)),
      intervals: { 80: narrow, 90: middle, 95: wide },
      modelKind: 'weekday_profile',
    };
  };
  return {
    aDayAhead: counts.map((_, day) => forecast(day, day)),
    ahead: (lastDay, days) =>
      Array.from({ length: days }, (_, index) => forecast(lastDay + 1, lastDay + 1 + index)).filter(
        (each) => each !== null,
      ),
  };
}

/** The week's rhythm in logarithms and the median level of the last two weeks, from the days before `day` alone. */
function lineOf(logs: readonly number[], weekdays: readonly number[], day: number) {
  const from = Math.max(0, day - WEEK_DAYS);
  if (day - from < LEAST_DAYS) return null;
  const means = Array.from({ length: 7 }, (_, weekday) => {
    let [total, count] = [0, 0];
    for (let each = from; each < day; each += 1) {
      if (weekdays[each] !== weekday) continue;
      total += logs[each] ?? 0;
      count += 1;
    }
    return total / count;
  });
  const overall = means.reduce((sum, each) => sum + each, 0) / 7;
  const rest: number[] = [];
  for (let each = Math.max(0, day - LEVEL_DAYS); each < day; each += 1) {
    rest.push((logs[each] ?? 0) - (means[weekdays[each] ?? 0] ?? 0) + overall);
  }
  rest.sort((a, b) => a - b);
  const level = ((rest[rest.length >> 1] ?? 0) + (rest[(rest.length - 1) >> 1] ?? 0)) / 2;
  return { at: (weekday: number): number => level + (means[weekday % 7] ?? 0) - overall };
}
