import { MEASURED_DAYS } from '../cards/index.js';

/** What is known of a target, day by day, around the day it was accepted on. Lists are of one length. */
export interface TargetDays {
  /** How much there was; null where the day says nothing. */
  amounts: readonly (number | null)[];
  /** Of a rate, what the amounts are a share of; null: amounts are counts, with a rhythm of their own. */
  bases: readonly number[] | null;
  /** The rest of the site in the same days, which what was done doesn't touch; null: there is none. */
  rest: readonly (number | null)[] | null;
  /** 0 to 6. */
  weekdays: readonly number[];
}

/** What a window came to, and what was to be expected of it. */
export interface Window {
  actual: number;
  expected: number;
  /** Of a rate, what both are a share of; else 1. */
  base: number;
  days: number;
}

/** A window with fewer known days isn't compared. */
export const MIN_WINDOW_DAYS = 10;
/** The level is that of the last weeks before: an older one would undo what the recommendation was about, a newer one take chance for it. */
const LEVEL_DAYS = 21;
const MIN_LEVEL_DAYS = 7;
const PROFILE_DAYS = 56;
/** A weekday's share is drawn to the mean as if it had been seen so many times more. */
const PROFILE_PRIOR = 1;

/**
 * What the 14 days after a day were to come to, seen from the days before it: the level of the last three weeks by the usual
 * shares of the weekdays.
 *
 * @param index of the day itself, which counts neither as before nor as after
 * @param isAdjusted the rest of the site, treated alike, says by how much everything moved meanwhile
 * @returns null where too little is known
 */
export function expectWindow(target: TargetDays, index: number, isAdjusted: boolean): Window | null {
  const own = compare(target.amounts, target.bases, target.weekdays, index);
  if (!own || !isAdjusted) return own;
  const rest = target.rest && compare(target.rest, null, target.weekdays, index);
  if (!rest || rest.expected <= 0) return null;
  return { ...own, expected: own.expected * (rest.actual / rest.expected) };
}

/** Whether the level before a day is in part from before a change, and so is neither that of before nor that of after it. */
export function isLevelBroken({ amounts }: TargetDays, index: number, changedIndex: number): boolean {
  const [first] = levelDays(amounts, index);
  return first !== undefined && first < changedIndex;
}

function levelDays(amounts: readonly (number | null)[], index: number): number[] {
  return knownDays(amounts, 0, index).slice(-LEVEL_DAYS);
}

function compare(
  amounts: readonly (number | null)[],
  bases: readonly number[] | null,
  weekdays: readonly number[],
  index: number,
): Window | null {
  const profile = bases ? null : weekdayProfile(amounts, weekdays, index);
  const baseOf = (day: number) => (bases ? (bases[day] ?? 0) : (profile?.[weekdays[day] ?? 0] ?? 1));
  const before = levelDays(amounts, index);
  const after = knownDays(amounts, index + 1, index + 1 + MEASURED_DAYS);
  if (before.length < MIN_LEVEL_DAYS || after.length < MIN_WINDOW_DAYS) return null;
  const sum = (days: readonly number[], of: (day: number) => number) => days.reduce((total, day) => total + of(day), 0);
  const amountOf = (day: number) => amounts[day] ?? 0;
  const baseBefore = sum(before, baseOf);
  const base = sum(after, baseOf);
  if (baseBefore <= 0 || base <= 0) return null;
  const expected = (sum(before, amountOf) / baseBefore) * base;
  return { actual: sum(after, amountOf), expected, base: bases ? base : 1, days: after.length };
}

function knownDays(amounts: readonly (number | null)[], from: number, to: number): number[] {
  const days: number[] = [];
  for (let day = Math.max(0, from); day < Math.min(to, amounts.length); day++)
    if (amounts[day] !== null) days.push(day);
  return days;
}

/** How much of the mean each weekday has; weekdays hardly seen are close to 1. */
function weekdayProfile(amounts: readonly (number | null)[], weekdays: readonly number[], index: number): number[] {
  const days = knownDays(amounts, index - PROFILE_DAYS, index);
  const mean = days.reduce((sum, day) => sum + (amounts[day] ?? 0), 0) / Math.max(1, days.length);
  return Array.from({ length: 7 }, (_, weekday) => {
    const ofWeekday = days.filter((day) => weekdays[day] === weekday);
    if (mean <= 0) return 1;
    const sum = ofWeekday.reduce((total, day) => total + (amounts[day] ?? 0), 0);
    // A weekday on which nothing ever happens is none that is expected to bring something.
    return Math.max(0.01, (sum / mean + PROFILE_PRIOR) / (ofWeekday.length + PROFILE_PRIOR));
  });
}
