import type { ReceiptObstacle, ReceiptVerdict } from '@tidemark/contracts';
import { MEASURED_DAYS } from '../cards/index.js';
import { expectWindow, isLevelBroken, MIN_WINDOW_DAYS, type TargetDays, type Window } from './expect-days.js';
import { logRatio, spreadOf } from './window-spread.js';

/** What a forecast said of the days after acceptance, and how such forecasts fared before. */
export interface StoredForecast {
  /** Null where it isn't compared, as on marked days. */
  window: Window | null;
  /** Windows of forecasts issued earlier, as far ahead, that are over. */
  past: readonly Window[];
}

/** What is to be measured. */
export interface Question {
  target: TargetDays;
  /** Where in these days it was accepted; the days after it follow. */
  acceptedIndex: number;
  /** Where what the card tells of changed suddenly; null: it didn't, or long before. */
  changedIndex: number | null;
  /** `null`: there is none; `undefined`: the target is none that forecasts are made of. */
  forecast: StoredForecast | null | undefined;
  isLowerBetter: boolean;
}

/** What came of it. */
export type Measured =
  | { verdict: 'cant_tell'; obstacle: Exclude<ReceiptObstacle, 'interval_too_wide'> }
  | {
      verdict: ReceiptVerdict;
      obstacle: 'interval_too_wide' | null;
      method: 'forecast' | 'history';
      isAdjusted: boolean;
      days: number;
      actual: number;
      expected: number;
      lower: number;
      upper: number;
      /** Beyond the interval on the bad side: it didn't help, and more than chance went against it. */
      isWorse: boolean;
    };

/** Fewer past windows say too little of how far they lie apart: two weeks of them, after three of history. */
const MIN_PAST_WINDOWS = 14;
/** So many stored forecasts must be over before their own errors are taken in place of the history's. */
const MIN_PAST_FORECASTS = 28;
const FIRST_ORIGIN = 21;
/** An effect of less than that isn't looked for: where the interval is wider, nothing can be said of it. */
const WIDEST = 0.25;
/** Where both come to less, chance is all that shows. */
const MIN_EXPECTED = 20;

/**
 * Measures what accepting a recommendation gained: the 14 days after it, against what was to be expected without it. Errors of
 * past sums over 14 days say how far that may be off, not those of single days.
 */
export function measureGain(question: Question): Measured {
  const { target, acceptedIndex, changedIndex, forecast, isLowerBetter } = question;
  const known = target.amounts.slice(acceptedIndex + 1, acceptedIndex + 1 + MEASURED_DAYS);
  if (known.filter((amount) => amount !== null).length < MIN_WINDOW_DAYS) return cantTell('days_left_out');
  if (changedIndex !== null && isLevelBroken(target, acceptedIndex, changedIndex)) return cantTell('changed_before');
  if (forecast === null) return cantTell('no_forecast');
  const method = chooseMethod(target, acceptedIndex);
  if (!method) return cantTell('short_history');
  const window = forecast ? forecast.window : method.window;
  if (!window) return cantTell(forecast ? 'no_forecast' : 'short_history');
  if (window.expected < MIN_EXPECTED && window.actual < MIN_EXPECTED) return cantTell('no_figures');
  const past = forecast && forecast.past.length >= MIN_PAST_FORECASTS ? forecast.past.map(logRatio) : method.errors;
  const { reach } = spreadOf(past, method.dayErrors);
  const scaled = (value: number) => value / window.base;
  const [actual, expected] = [scaled(window.actual), scaled(window.expected)];
  const [lower, upper] = [expected * Math.exp(-reach), expected * Math.exp(reach)];
  const [isBelow, isAbove] = [actual < lower, actual > upper];
  const isWorse = isLowerBetter ? isAbove : isBelow;
  return {
    ...judge({ hasWorked: isLowerBetter ? isBelow : isAbove, isWorse, isWide: Math.exp(reach) - 1 > WIDEST }),
    method: forecast ? 'forecast' : 'history',
    isAdjusted: !forecast && method.isAdjusted,
    days: window.days,
    actual,
    expected,
    lower,
    upper,
    isWorse,
  };
}

/** What lies beyond the interval is told however wide that is; within a wide one an effect would hide. */
function judge(seen: {
  hasWorked: boolean;
  isWorse: boolean;
  isWide: boolean;
}): Pick<Extract<Measured, { actual: number }>, 'verdict' | 'obstacle'> {
  if (seen.hasWorked) return { verdict: 'worked', obstacle: null };
  return seen.isWide && !seen.isWorse
    ? { verdict: 'cant_tell', obstacle: 'interval_too_wide' }
    : { verdict: 'no_visible_effect', obstacle: null };
}

function cantTell(obstacle: Exclude<ReceiptObstacle, 'interval_too_wide'>): Measured {
  return { verdict: 'cant_tell', obstacle };
}

interface Method {
  isAdjusted: boolean;
  window: Window | null;
  errors: number[];
  dayErrors: number[];
}

/** The target's own history, or with the rest of the site: whichever foretold the past better. Null: there's too little of it. */
function chooseMethod(target: TargetDays, acceptedIndex: number): Method | null {
  const methods = [false, true].map((isAdjusted): Method => {
    const windows: Window[] = [];
    for (let index = FIRST_ORIGIN; index + MEASURED_DAYS < acceptedIndex; index++) {
      const window = expectWindow(target, index, isAdjusted);
      if (window) windows.push(window);
    }
    return {
      isAdjusted,
      window: expectWindow(target, acceptedIndex, isAdjusted),
      errors: windows.map(logRatio),
      dayErrors: dayErrorsOf(target, acceptedIndex, isAdjusted),
    };
  });
  const usable = methods.filter(({ window, errors }) => window !== null && errors.length >= MIN_PAST_WINDOWS);
  const squares = ({ errors }: Method) => errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
  usable.sort((one, other) => squares(one) - squares(other));
  return usable[0] ?? null;
}

/** How far single days lay from the two weeks around them, relative to these. */
function dayErrorsOf(target: TargetDays, acceptedIndex: number, isAdjusted: boolean): number[] {
  const { amounts, bases, rest, weekdays } = target;
  const errors: number[] = [];
  for (let day = FIRST_ORIGIN; day < acceptedIndex; day++) {
    const [amount, same] = [amounts[day], meanOfWeekday(amounts, bases, weekdays, day)];
    if (amount === null || amount === undefined || same === null || same <= 0) continue;
    const own = amount / (bases ? (bases[day] ?? 0) || 1 : 1) / same - 1;
    if (!isAdjusted) {
      errors.push(own);
      continue;
    }
    const [restAmount, restSame] = [rest?.[day], rest && meanOfWeekday(rest, null, weekdays, day)];
    if (restAmount === null || restAmount === undefined || !restSame) continue;
    errors.push((1 + own) / Math.max(0.1, restAmount / restSame) - 1);
  }
  return errors;
}

/** The mean of the four days of the same weekday before; null where none is known. */
function meanOfWeekday(
  amounts: readonly (number | null)[],
  bases: readonly number[] | null,
  weekdays: readonly number[],
  day: number,
): number | null {
  let [sum, base] = [0, 0];
  for (let before = day - 1; before >= Math.max(0, day - 28); before--) {
    const amount = amounts[before];
    if (amount === null || amount === undefined || weekdays[before] !== weekdays[day]) continue;
    sum += amount;
    base += bases ? (bases[before] ?? 0) : 1;
  }
  return base > 0 ? sum / base : null;
}
