import { describe, expect, it } from '@jest/globals';
import { addDays, addMonths, calendarDayOf, countDays, isCalendarDay, startOfMonth } from './dates.js';

describe('calendar days', () => {
  it.each([
    ['Europe/Berlin', '2026-03-11'],
    ['America/Los_Angeles', '2026-03-10'],
  ])('an instant belongs to the day of the time zone %s', (zone, day) => {
    expect(calendarDayOf(new Date('2026-03-10T23:30:00Z'), zone)).toBe(day);
  });

  it.each([
    ['2026-03-28T23:30:00Z', '2026-03-29'],
    ['2026-03-29T21:59:00Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    ['2026-10-25T22:59:00Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
  ])('in Berlin %s belongs to %s, also where clocks change', (instant, day) => {
    expect(calendarDayOf(new Date(instant), 'Europe/Berlin')).toBe(day);
  });

  it('are counted with both ends', () => {
    expect(countDays('2026-03-28', '2026-03-30')).toBe(3);
    expect(startOfMonth('2026-03-10')).toBe('2026-03-01');
  });

  it.each([
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2024-02-28', 1, '2024-02-29'],
  ])('%s plus %i days is %s', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
  });

  it.each([
    ['2026-03-10', -12, '2025-03-10'],
    ['2024-02-29', -12, '2023-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s plus %i months is %s', (day, count, expected) => {
    expect(addMonths(day, count)).toBe(expected);
  });

  it.each([
    ['2026-02-28', true],
    ['2026-02-30', false],
    ['2026-2-3', false],
    ['', false],
    ['2026-13-01', false],
  ])('knows whether %p is a day', (text, expected) => {
    expect(isCalendarDay(text)).toBe(expected);
  });
});
