import { addDays } from '../domain/period.js';
import { nameOf, type Finding } from './detectors/finding.js';

/** What a site's owner accepts, and how much of it is spent. */
export interface AlarmBudget {
  falseAlarmsPerMonth: number;
  /** What was found on the days before; none: nothing was. */
  told?: readonly ToldCard[];
}

/** A card as far as it bears on what is told next. */
export interface ToldCard extends Pick<Finding, 'type' | 'key'> {
  /** It was told first in this month, and nobody has agreed with it. */
  isDoubtful: boolean;
}

/** The days that the budget is of. */
const BUDGET_DAYS = 30;

/**
 * A month of daily runs raises as many false alarms as so many separate ones would: by simulation (`npm run bench -- recommendations`),
 * since runs share days, and one is only counted once.
 */
const SEPARATE_RUNS_A_MONTH = 22;
/** No budget makes findings of which more than half are false. */
const MOST_FALSE = 0.5;
/** Each alarm beyond the budget makes the next one so much harder. */
const HARDER_BEYOND = 0.5;

/** The first day of the month that ends on a day. */
export function budgetBegins(date: string): string {
  return addDays(date, 1 - BUDGET_DAYS);
}

/**
 * How large a share of false ones an alarm may belong to. What was told already is told at the same level as before, so that it
 * neither goes nor comes with others; what is new has to be the clearer the more was told this month that nobody agreed with.
 */
export function alarmLevels({
  falseAlarmsPerMonth,
  told = [],
}: AlarmBudget): (alarm: Pick<Finding, 'type' | 'key'>) => number {
  const level = Math.min(MOST_FALSE, falseAlarmsPerMonth / SEPARATE_RUNS_A_MONTH);
  const known = new Set(told.map(nameOf));
  const beyond = Math.max(0, told.filter(({ isDoubtful }) => isDoubtful).length - falseAlarmsPerMonth);
  return (alarm) => (known.has(nameOf(alarm)) ? level : level * HARDER_BEYOND ** beyond);
}
