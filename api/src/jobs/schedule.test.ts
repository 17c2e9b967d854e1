import { describe, expect, it } from '@jest/globals';
import { findLastDue, parseSchedule } from './schedule.js';

const at = (text: string) => new Date(`${text}Z`);

describe('a schedule', () => {
  it.each([
    ['a minute of every day, in UTC', '15 2 * * *', '2025-08-04T12:00', '2025-08-06T02:15', '2025-08-06T02:15'],
    ['a day of the week', '0 3 * * 1', '2025-08-01T00:00', '2025-08-07T00:00', '2025-08-04T03:00'],
    ['steps', '*/20 * * * *', '2025-08-04T12:00', '2025-08-04T12:59:59', '2025-08-04T12:40'],
    ['nothing new', '15 2 * * *', '2025-08-06T02:15', '2025-08-06T23:59', undefined],
    ['nothing yet', '15 2 * * *', '2025-08-06T02:16', '2025-08-07T02:14:59', undefined],
    ['nothing from before it was known', '15 2 * * *', '2025-08-06T02:15:01', '2025-08-06T03:00', undefined],
    ['the last of many missed', '0 * * * *', '2025-08-01T00:00', '2025-08-04T12:30', '2025-08-04T12:00'],
    ['nothing missed longer than a week ago', '0 0 1 * *', '2025-07-01T00:01', '2025-08-09T00:00', undefined],
  ])('finds %s', (_what, schedule, handledUntil, now, expected) => {
    const isDue = parseSchedule({ name: 'chore', schedule });
    expect(findLastDue(isDue, at(handledUntil), at(now))).toEqual(expected && at(expected));
  });

  it.each(['daily', '61 * * * *', '* * * *', '0 0 32 * *', ''])('is refused in one line: "%s"', (schedule) => {
    expect(() => parseSchedule({ name: 'chore', schedule })).toThrow(
      /^The job chore can't be scheduled: .* Give five fields of cron, in UTC\.$/,
    );
  });
});
