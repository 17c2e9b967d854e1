import { z } from 'zod';
import { comparisonModes, figures, reportQuery, reportRange } from './metrics.js';
import { calendarDate } from './text.js';

export const timeseriesIntervals = ['hour', 'day', 'week', 'month'] as const;
export type TimeseriesInterval = (typeof timeseriesIntervals)[number];

/** A day of hours is cheap, a year of them isn't, nor can it be drawn. */
export const MAX_DAYS_BY_HOUR = 31;

export const timeseriesQuery = reportQuery.extend({
  interval: z
    .enum(timeseriesIntervals)
    .default('day')
    .meta({ description: `Weeks begin on Monday; hours of at most ${MAX_DAYS_BY_HOUR} days` }),
});
export type TimeseriesQuery = z.infer<typeof timeseriesQuery>;

export const timeseriesRow = figures.extend({
  start: z.string().meta({
    description:
      "The interval's first day, or of the range where that begins later; of an hour its instant with the site's offset",
    example: '2025-08-04',
  }),
});
export type TimeseriesRow = z.infer<typeof timeseriesRow>;

/** The figures of one interval after the other; visitors are counted within each. */
export const timeseriesReport = z
  .object({
    ...reportRange,
    interval: z.enum(timeseriesIntervals),
    data: z.array(timeseriesRow),
    totals: figures,
    comparison: z
      .object({
        mode: z.enum(comparisonModes),
        start_date: calendarDate,
        end_date: calendarDate,
        data: z.array(timeseriesRow),
        totals: figures,
      })
      .optional(),
  })
  .meta({ id: 'TimeseriesReport' });
export type TimeseriesReport = z.infer<typeof timeseriesReport>;
