import { MEASURED_DAYS } from '../cards/index.js';
import type { TargetDays, Window } from '../receipts/expect-days.js';
import type { Question } from '../receipts/measure-gain.js';
import { createRandom } from './random.js';

/** How a made-up target behaves. */
export interface TargetWorld {
  seed: number;
  /** What happens to it after acceptance; 0.2 is a fifth more. */
  effect: number;
  /** Visits a day of the target, and of the rest of the site. */
  level?: number;
  restLevel?: number;
}

export const ACCEPTED_INDEX = 90;
const DAYS = ACCEPTED_INDEX + 15;
const WEEK = [1.1, 1.15, 1.1, 1.05, 1, 0.8, 0.8];

/**
 * A page and the rest of its site: a common weekly rhythm, growth and moods that last for days (autoregression of first
 * order), noise of their own beyond that of counting. The effect begins on the day after acceptance.
 */
export function buildTargetWorld({ seed, effect, level = 120, restLevel = 1_500 }: TargetWorld): TargetDays {
  const { between, normal, poisson } = createRandom(seed);
  const growth = between(-0.002, 0.002);
  const noise = () => 0.06 * normal();
  let [common, own] = [0, 0];
  const amounts: number[] = [];
  const rest: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    common = 0.7 * common + 0.05 * normal();
    own = 0.6 * own + 0.04 * normal();
    const usual = (WEEK[day % 7] ?? 1) * Math.exp(growth * day + common);
    const lifted = day > ACCEPTED_INDEX ? 1 + effect : 1;
    amounts.push(poisson(level * lifted * usual * Math.exp(own + noise())));
    rest.push(poisson(restLevel * usual * Math.exp(noise() / 2)));
  }
  return { amounts, rest, bases: null, weekdays: amounts.map((_, day) => day % 7) };
}

/** The question that a receipt asks of such a target. */
export function askOf(world: TargetWorld): Question {
  return {
    target: buildTargetWorld(world),
    acceptedIndex: ACCEPTED_INDEX,
    changedIndex: null,
    forecast: undefined,
    isLowerBetter: false,
  };
}

/** The same of a whole site, with forecasts that were issued each day: the mean of the four days of the same weekday before. */
export function askOfForecast(world: TargetWorld): Question {
  const target = buildTargetWorld(world);
  const { amounts } = target;
  const windowAfter = (index: number): Window => {
    const days = Array.from({ length: MEASURED_DAYS }, (_, ahead) => index + 1 + ahead);
    const sum = (of: (day: number) => number) => days.reduce((total, day) => total + of(day), 0);
    return { actual: sum((day) => amounts[day] ?? 0), expected: sum(forecast(amounts, index)), base: 1, days: 14 };
  };
  const origins = Array.from({ length: ACCEPTED_INDEX - MEASURED_DAYS - 28 }, (_, index) => index + 28);
  return {
    target: { ...target, rest: null },
    acceptedIndex: ACCEPTED_INDEX,
    changedIndex: null,
    forecast: { window: windowAfter(ACCEPTED_INDEX), past: origins.map(windowAfter) },
    isLowerBetter: false,
  };
}

function forecast(amounts: readonly (number | null)[], index: number): (day: number) => number {
  return (day) => {
    const latest = index - 7 + ((((day - index) % 7) + 7) % 7);
    const same = [0, 1, 2, 3].map((weeks) => amounts[latest - 7 * weeks] ?? 0);
    return same.reduce((sum, amount) => sum + amount, 0) / same.length;
  };
}

/**
 * The same where it's accepted just when the target is lower than it has been: what alarms is often chance, and goes by itself,
 * which must not pass for a gain.
 */
export function askInDip({ effect, ...world }: TargetWorld): Question {
  const question = askOf({ ...world, effect: 0 });
  const { amounts, rest, weekdays } = question.target;
  const sum = (from: number, to: number) =>
    amounts.slice(from, to).reduce<number>((total, day) => total + (day ?? 0), 0);
  const depth = (index: number) => sum(index - 7, index) / sum(index - 35, index - 7);
  const indices = Array.from({ length: 25 }, (_, index) => ACCEPTED_INDEX - index);
  const lowest = indices.reduce((best, index) => (depth(index) < depth(best) ? index : best));
  const lifted = amounts.map((amount, day) => (day > lowest ? Math.round((amount ?? 0) * (1 + effect)) : amount));
  const end = lowest + 1 + MEASURED_DAYS;
  return {
    ...question,
    target: {
      amounts: lifted.slice(0, end),
      rest: rest?.slice(0, end) ?? null,
      bases: null,
      weekdays: weekdays.slice(0, end),
    },
    acceptedIndex: lowest,
  };
}
