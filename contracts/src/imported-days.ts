import { z } from 'zod';
import { calendarDate } from './text.js';

/** The tools whose exports are taken, and `csv` for a table in Tidemark's own words. */
export const importSources = ['csv', 'ga4', 'plausible', 'matomo', 'umami'] as const;
export type ImportSource = (typeof importSources)[number];

/** The figures of a day that an import may bring. */
export const importedMetrics = ['page_visits', 'page_views', 'sessions', 'unique_visitors'] as const;
export type ImportedMetric = (typeof importedMetrics)[number];

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

/** How an export is taken. */
export const importDaysQuery = z.object({
  format: z
    .enum(['auto', ...importSources])
    .default('auto')
    .meta({ description: 'The tool it comes from; `auto`: told by its columns' }),
  dry_run: flag.meta({ description: '`true`: only tells what would be stored' }),
  overwrite: flag.meta({ description: '`true`: takes over days that were imported before; else they are a 409' }),
});
export type ImportDaysQuery = z.infer<typeof importDaysQuery>;

const count = z.int().min(0);

/** What came of an import, or would come: all days of the file that are over, or none. */
export const importedDaysOutcome = z
  .object({
    dry_run: z.boolean(),
    source: z.enum(importSources),
    days: count.meta({ description: 'Days of the file that are over' }),
    first_day: calendarDate,
    last_day: calendarDate,
    missing_days: count.meta({ description: 'Days without a line between the first and the last' }),
    already_there: count.meta({
      description: 'Days among them that were imported before: taken over with `overwrite`, else the whole is refused',
    }),
    stored: count.meta({ description: '0 on a dry run' }),
    first_measured_day: calendarDate
      .nullable()
      .meta({ description: 'After this day Tidemark has full days of its own, and no imported ones are used' }),
    unused_days: count.meta({ description: 'Days among them after the first measured one' }),
    columns: z
      .array(z.object({ metric: z.enum(importedMetrics), column: z.string() }))
      .meta({ description: 'Where in the file each figure is from' }),
    columns_left_out: z.array(z.string()),
    left_out: z
      .array(
        z.object({
          line: z.int().nullable().meta({ description: 'Of the file; null where it has no lines (JSON)' }),
          date: calendarDate,
          reason: z.enum(['not_over']),
        }),
      )
      .meta({ description: 'The running day of the site, whose figures are not whole' }),
  })
  .meta({ id: 'ImportedDaysOutcome' });
export type ImportedDaysOutcome = z.infer<typeof importedDaysOutcome>;

/** The imported days that a site has now, by where they come from. */
export const importedDaysSummary = z
  .object({
    data: z.array(
      z.object({ source: z.enum(importSources), days: count, first_day: calendarDate, last_day: calendarDate }),
    ),
  })
  .meta({ id: 'ImportedDaysSummary' });
export type ImportedDaysSummary = z.infer<typeof importedDaysSummary>;
