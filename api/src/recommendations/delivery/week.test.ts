import { describe, expect, it } from '@jest/globals';
import { digestWeeks } from './week.js';

describe('a digest is due on Mondays at 07:00 of the site', () => {
  it.each([
    // 2025-08-18 is a Monday.
    ['2025-08-18T06:59:59Z', 'UTC', '2025-08-11', '2025-08-18T07:00:00.000Z'],
    ['2025-08-18T07:00:00Z', 'UTC', '2025-08-18', '2025-08-25T07:00:00.000Z'],
    ['2025-08-24T23:59:59Z', 'UTC', '2025-08-18', '2025-08-25T07:00:00.000Z'],
    ['2025-08-18T05:00:00Z', 'Europe/Berlin', '2025-08-18', '2025-08-25T05:00:00.000Z'],
    // Clocks go back in between: it's 07:00 all the same.
    ['2025-10-20T12:00:00Z', 'Europe/Berlin', '2025-10-20', '2025-10-27T06:00:00.000Z'],
    ['2025-08-18T01:00:00Z', 'Pacific/Auckland', '2025-08-18', '2025-08-24T19:00:00.000Z'],
  ])('at %s in %s the last was that of %s, the next leaves at %s', (now, timeZone, monday, next) => {
    const weeks = digestWeeks(new Date(now), timeZone);
    expect([weeks.last.monday, weeks.next.at.toISOString()]).toEqual([monday, next]);
  });
});
