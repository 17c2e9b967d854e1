import { describe, expect, it } from '@jest/globals';
import { startOfLocalDay } from './local-days.js';
import { offsetsOf } from './local-time.js';
import { addDays, eachDate, startOfDay } from './period.js';

describe('startOfLocalDay', () => {
  it.each([
    ['UTC', '2026-01-01'],
    ['Europe/Berlin', '2026-01-01'],
    ['America/Los_Angeles', '2026-01-01'],
    ['Asia/Kathmandu', '2026-01-01'],
    ['Australia/Lord_Howe', '2026-01-01'],
    ['America/Havana', '2026-01-01'],
    ['Africa/Cairo', '2026-01-01'],
    ['America/Sao_Paulo', '2018-06-01'],
  ])('gives the start of every day of a year in %s', (timeZone, from) => {
    const period = { from, to: addDays(from, 365) };
    const offsets = offsetsOf(period, timeZone);
    for (const date of eachDate(period)) {
      const number = Date.parse(`${date}T00:00:00Z`) / 86_400_000;
      expect([date, new Date(startOfLocalDay(number, offsets))]).toEqual([date, startOfDay(date, timeZone)]);
    }
  });
});
