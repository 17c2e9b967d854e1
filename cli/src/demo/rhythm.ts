import { addDays } from '@tidemark/api';
import { dayOfYear, easterOf, weekdayOf } from './calendar.js';

/** Where a day stands in the demo's story. */
export interface DemoDay {
  date: string;
  /** 0 on the first day, 1 on the last. */
  progress: number;
  isCampaign: boolean;
  isOutage: boolean;
  /** A well-known forum links to the shop. */
  isLinked: boolean;
  /** A blog about books has written about the shop: new, so that something is worth doing. */
  isReviewed: boolean;
}

/** Days of the demo: two years, today included. */
export const DEMO_DAYS = 730;
const CAMPAIGN_DAYS = 14;
const CAMPAIGN_ENDED_DAYS_AGO = 20;
const OUTAGE_DAYS_AGO = 47;
const LINKED_DAYS_AGO = 75;
const REVIEWED_DAYS_AGO = 2;

const SESSIONS_ON_FIRST_DAY = 60;
const GROWTH_OVER_ALL_DAYS = 2.2;

/** Sunday first: a bookshop's readers browse on Sundays and have other plans on Saturdays. */
const WEEKDAY_FACTORS = [1.12, 1.06, 1.04, 1.02, 0.99, 0.9, 0.87];

/** By month and day: what a holiday leaves of a usual day. */
const FIXED_HOLIDAYS: Record<string, number> = {
  '01-01': 0.55,
  '05-01': 0.75,
  '10-03': 0.78,
  '12-24': 0.5,
  '12-25': 0.42,
  '12-26': 0.6,
  '12-31': 0.6,
};

/** By distance from Easter Sunday: Good Friday, Easter, Ascension Day, Whit Monday. */
const MOVABLE_HOLIDAYS: Record<number, number> = { [-2]: 0.7, 0: 0.65, 1: 0.7, 39: 0.75, 50: 0.75 };

/** The demo's days, the last being `today`. */
export function planDays(today: string, days = DEMO_DAYS): DemoDay[] {
  return Array.from({ length: days }, (_, index) => {
    const daysAgo = days - 1 - index;
    return {
      date: addDays(today, -daysAgo),
      progress: days === 1 ? 1 : index / (days - 1),
      isCampaign: daysAgo >= CAMPAIGN_ENDED_DAYS_AGO && daysAgo < CAMPAIGN_ENDED_DAYS_AGO + CAMPAIGN_DAYS,
      isOutage: daysAgo === OUTAGE_DAYS_AGO,
      isLinked: daysAgo === LINKED_DAYS_AGO,
      isReviewed: daysAgo <= REVIEWED_DAYS_AGO,
    };
  });
}

/** Sessions to expect on a day, by growth, year, week and holidays; the outage and extra visits are added by the generator. */
export function expectSessions({ date, progress }: Pick<DemoDay, 'date' | 'progress'>): number {
  const growth = GROWTH_OVER_ALL_DAYS ** progress;
  return (
    SESSIONS_ON_FIRST_DAY * growth * (WEEKDAY_FACTORS[weekdayOf(date)] ?? 1) * yearFactor(date) * holidayFactor(date)
  );
}

/** Up towards Christmas, down in January, in the summer holidays a little. */
function yearFactor(date: string): number {
  const day = dayOfYear(date);
  const christmas = day > 355 ? 0 : 0.85 * bell(day, 343, 18);
  return 1 + christmas - 0.16 * bell(day, 212, 25) - 0.14 * bell(day, 14, 12) + 0.06 * bell(day, 112, 20);
}

function holidayFactor(date: string): number {
  if (isBlackFriday(date)) return 1.5;
  const fromEaster = Math.round((Date.parse(date) - Date.parse(easterOf(Number(date.slice(0, 4))))) / 86_400_000);
  return FIXED_HOLIDAYS[date.slice(5)] ?? MOVABLE_HOLIDAYS[fromEaster] ?? 1;
}

/** The day after the fourth Thursday of November. */
function isBlackFriday(date: string): boolean {
  const day = Number(date.slice(8));
  return date.slice(5, 7) === '11' && weekdayOf(date) === 5 && day >= 23 && day <= 29;
}

function bell(value: number, centre: number, width: number): number {
  return Math.exp(-(((value - centre) / width) ** 2));
}

/** When a day's sessions begin, hour by hour of local time. */
export function hourWeights(date: string): readonly number[] {
  const isWeekend = [0, 6].includes(weekdayOf(date));
  return isWeekend ? WEEKEND_HOURS : WORKDAY_HOURS;
}

const WORKDAY_HOURS = [8, 4, 3, 2, 2, 4, 10, 22, 33, 38, 40, 42, 50, 44, 38, 37, 39, 44, 52, 62, 72, 68, 46, 22];
const WEEKEND_HOURS = [14, 9, 5, 3, 2, 2, 5, 11, 24, 40, 53, 58, 54, 50, 52, 54, 55, 54, 55, 58, 62, 56, 40, 24];
