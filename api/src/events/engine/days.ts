import { MS_PER_DAY } from './event-row.js';

/** Days are numbered from 1 January 1970, in UTC. */
export function dayNumberOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;
}

export function dayOfNumber(number: number): string {
  return startOfDayNumber(number).toISOString().slice(0, 10);
}

export function startOfDayNumber(number: number): Date {
  return new Date(number * MS_PER_DAY);
}
