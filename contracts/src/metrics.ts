import { z } from 'zod';
import { askedDay, calendarDate, instant, text } from './text.js';
import { ignoreReasons, type IgnoreReason } from './track.js';

/** What rows can be broken down by, besides page and source, which have reports of their own. `weekday_hour` is `1-00` (Monday) to `7-23`. */
export const breakdownDimensions = [
  'country',
  'device_type',
  'browser',
  'os',
  'language',
  'screen_resolution',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'entry_page',
  'exit_page',
  'channel',
  'hour_of_day',
  'day_of_week',
  'weekday_hour',
] as const;
export type BreakdownDimension = (typeof breakdownDimensions)[number];

/** What a report can be narrowed by. */
export const filterDimensions = [
  'page',
  'source',
  'channel',
  'country',
  'device_type',
  'browser',
  'os',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'entry_page',
  'exit_page',
  'language',
  'screen_resolution',
  'hour_of_day',
  'day_of_week',
  'weekday_hour',
] as const;
export type FilterDimension = (typeof filterDimensions)[number];

/** `previous_year` is the same dates; `previous_year_weekdays` lies 52 weeks before, so that weekdays meet the same weekdays. */
export const comparisonModes = ['none', 'previous_period', 'previous_year', 'previous_year_weekdays'] as const;
export type ComparisonMode = (typeof comparisonModes)[number];

const filter = text(1_000)
  .min(1)
  .optional()
  .meta({ description: '`is`; prefix `!` is not; `*` wildcard; comma: any of; `(none)`: unknown' });

export const siteQuery = z.object({
  site: text(253).min(1).optional().meta({ description: 'Domain or id; default: the first site' }),
});

/** The query of every report: a range, filters, a comparison. */
export const reportQuery = siteQuery.extend({
  start_date: askedDay.optional(),
  end_date: askedDay.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(10),
  format: z.enum(['json', 'csv']).default('json'),
  compare: z.enum(comparisonModes).default('none'),
  ...(Object.fromEntries(filterDimensions.map((name) => [name, filter])) as Record<FilterDimension, typeof filter>),
});
export type ReportQuery = z.infer<typeof reportQuery>;

export const breakdownQuery = reportQuery.extend({ dimension: z.enum(breakdownDimensions) });
export type BreakdownQuery = z.infer<typeof breakdownQuery>;

const count = z.int().min(0);
const seconds = z.number().nullable().meta({ description: 'Seconds; null where nothing is known' });
const rate = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .meta({ description: 'A fraction 0..1; null where there is no session' });

/** The figures METRICS defines, over any set of views and sessions. */
export const figures = z.object({
  page_visits: count,
  page_views: count,
  unique_visitors: count,
  sessions: count,
  avg_time_on_page: seconds,
  bounce_rate: rate,
  avg_session_duration: seconds,
});
export type Figures = z.infer<typeof figures>;

export const deviceDistribution = z.object({ desktop: count, mobile: count, tablet: count, other: count });
export type DeviceDistribution = z.infer<typeof deviceDistribution>;

export const dailyRow = figures.extend({
  date: calendarDate,
  top_pages: z.array(z.object({ page: z.string(), page_views: count })),
  traffic_sources: z.array(z.object({ source: z.string(), sessions: count })),
  device_distribution: deviceDistribution,
});
export type DailyRow = z.infer<typeof dailyRow>;

/** What a report is about, and what it can't vouch for. */
export const reportRange = {
  site: z.string(),
  timezone: z.string(),
  start_date: calendarDate,
  end_date: calendarDate,
  approximate: z.literal(true).optional().meta({
    description:
      'There where unique visitors are estimated, and in answers to filters over many page views every figure',
  }),
  missing_days: z.array(calendarDate).optional().meta({
    description:
      'UTC days whose archive file is missing or damaged, or whose events are past their keeping: where events are counted, as visitors of a range are, they are left out',
  }),
};

export const dailyReport = z
  .object({
    ...reportRange,
    data: z.array(dailyRow),
    totals: figures,
    comparison: z
      .object({
        mode: z.enum(comparisonModes),
        start_date: calendarDate,
        end_date: calendarDate,
        data: z.array(dailyRow),
        totals: figures,
      })
      .optional(),
  })
  .meta({ id: 'DailyReport' });
export type DailyReport = z.infer<typeof dailyReport>;

export const pageRow = z.object({
  page: z.string(),
  page_views: count,
  page_visits: count,
  unique_visitors: count,
  avg_time_on_page: seconds,
  bounce_rate: rate.meta({ description: 'Bounces / entries of this page' }),
  entries: count,
  exits: count,
});
export type PageRow = z.infer<typeof pageRow>;

export const sourceRow = z.object({
  source: z.string(),
  channel: z.string(),
  sessions: count,
  unique_visitors: count,
  page_views: count,
  bounce_rate: rate,
  avg_session_duration: seconds,
});
export type SourceRow = z.infer<typeof sourceRow>;

export const breakdownRow = figures.extend({ value: z.string() });
export type BreakdownRow = z.infer<typeof breakdownRow>;

const comparison = <Row extends z.ZodType>(row: Row) =>
  z
    .object({ mode: z.enum(comparisonModes), start_date: calendarDate, end_date: calendarDate, data: z.array(row) })
    .optional();

export const pagesReport = z
  .object({ ...reportRange, data: z.array(pageRow), total_rows: count, comparison: comparison(pageRow) })
  .meta({ id: 'PagesReport' });
export type PagesReport = z.infer<typeof pagesReport>;

export const sourcesReport = z
  .object({ ...reportRange, data: z.array(sourceRow), total_rows: count, comparison: comparison(sourceRow) })
  .meta({ id: 'SourcesReport' });
export type SourcesReport = z.infer<typeof sourcesReport>;

export const breakdownReport = z
  .object({
    ...reportRange,
    dimension: z.enum(breakdownDimensions),
    data: z.array(breakdownRow),
    total_rows: count,
    comparison: comparison(breakdownRow),
  })
  .meta({ id: 'BreakdownReport' });
export type BreakdownReport = z.infer<typeof breakdownReport>;

/** The query of the report on what was left out. */
export const ignoredQuery = reportQuery.pick({ site: true, start_date: true, end_date: true, format: true });
export type IgnoredQuery = z.infer<typeof ignoredQuery>;

const ignoredFigures = z.object({
  events: count.meta({ description: 'All that were left out' }),
  ...(Object.fromEntries(ignoreReasons.map((reason) => [reason, count])) as Record<IgnoreReason, typeof count>),
});
export const ignoredRow = ignoredFigures.extend({ date: calendarDate });
export type IgnoredRow = z.infer<typeof ignoredRow>;

/** Events that were answered and left out, by day and reason: what was filtered. */
export const ignoredReport = z
  .object({
    site: reportRange.site,
    timezone: reportRange.timezone,
    start_date: reportRange.start_date,
    end_date: reportRange.end_date,
    data: z.array(ignoredRow),
    totals: ignoredFigures,
  })
  .meta({ id: 'IgnoredReport' });
export type IgnoredReport = z.infer<typeof ignoredReport>;

/** What is happening now: visitors active in the last 5 minutes, views of the last 30. */
export const realtimeReport = z
  .object({
    site: z.string(),
    active_visitors: count,
    page_views_per_minute: z.array(z.object({ minute: instant, page_views: count })),
    top_pages: z.array(z.object({ page: z.string(), page_views: count })),
    sources: z.array(z.object({ source: z.string(), page_views: count })),
    countries: z.array(z.object({ country: z.string(), page_views: count })),
    devices: z.array(z.object({ device_type: z.string(), page_views: count })),
    as_of: instant,
  })
  .meta({ id: 'RealtimeReport' });
export type RealtimeReport = z.infer<typeof realtimeReport>;
