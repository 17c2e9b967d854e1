export interface SimulationPlan {
  /** Host name of the site; pages are `domain + path`. */
  domain: string;
  /** The last simulated day, `YYYY-MM-DD`, UTC. */
  lastDay: string;
  days: number;
  /** Page views a day, on average. */
  eventsPerDay: number;
  seed: number;
  /** IANA name. Days have their nights and weeks their weekends there. */
  timeZone: string;
}

export const MS_PER_DAY = 86_400_000;

/** Days are numbered from 1 January 1970, in UTC; what is drawn for a day depends on this number, not on the run. */
export function firstDayOf(plan: SimulationPlan): number {
  return Date.parse(`${plan.lastDay}T00:00:00Z`) / MS_PER_DAY - plan.days + 1;
}

export function dayOfNumber(number: number): string {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

/** @throws RangeError when no traffic can be simulated by this plan */
export function checkPlan({
  lastDay,
  days,
  eventsPerDay,
  seed,
}: Pick<SimulationPlan, 'lastDay' | 'days' | 'eventsPerDay' | 'seed'>): void {
  if (!isDate(lastDay)) throw new RangeError(`the last day must be a date as 2026-05-31, not '${lastDay}'`);
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`days must be a whole number from 1 up, not ${days}`);
  if (!Number.isInteger(eventsPerDay) || eventsPerDay < 1 || eventsPerDay > 100_000_000)
    throw new RangeError(`events a day must be a whole number from 1 to 100,000,000, not ${eventsPerDay}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`the seed must be a whole number, not ${seed}`);
}

/** Not only by its looks: 31 February would be taken for 3 March. */
function isDate(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(atMs) && dayOfNumber(atMs / MS_PER_DAY) === text;
}
