import { dateFormat, wordLocale } from './intl.js';

/** A calendar day's month and year. */
export function formatMonth(day: string): string {
  return dateFormat({ timeZone: 'UTC', month: 'short', year: 'numeric' }).format(new Date(day));
}

/** A Monday: the weekday of a number is so many days after it. */
const mondayMs = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

/** The name of a weekday, Monday being 1. */
export function formatWeekday(weekday: number, width: 'short' | 'long'): string {
  const instant = new Date(mondayMs + (weekday - 1) * dayMs);
  return dateFormat({ timeZone: 'UTC', weekday: width }, wordLocale()).format(instant);
}

/** An hour of the day, 0 to 23. */
export function formatHour(hour: number): string {
  return dateFormat({ timeZone: 'UTC', hour: 'numeric' }).format(new Date(Date.UTC(2024, 0, 1, hour)));
}
