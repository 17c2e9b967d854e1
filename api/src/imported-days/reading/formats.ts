import type { ImportedMetric } from '@tidemark/contracts';
import type { ImportedDay, ImportSource } from '../imported-day.js';

/** A figure of a day that an import may bring. */
export type DayMetric = Exclude<keyof ImportedDay, 'date'>;

export const dayMetrics = ['pageVisits', 'pageViews', 'sessions', 'uniqueVisitors'] as const satisfies DayMetric[];

/** What reports and plain CSV files call them. */
export const metricNames: Readonly<Record<DayMetric, ImportedMetric>> = {
  pageVisits: 'page_visits',
  pageViews: 'page_views',
  sessions: 'sessions',
  uniqueVisitors: 'unique_visitors',
};

/** How a tool writes its daily figures. Columns are found by name in any order, whatever their case. */
export interface DailyFormat {
  source: ImportSource;
  tool: string;
  dateColumns: readonly string[];
  /** By metric, the columns that hold it, the best first: where a file has several, the others are left out. */
  columns: Readonly<Record<DayMetric, readonly string[]>>;
  /** Whether any other column is a mistake; exports of tools have many more columns than are of use. */
  isStrict: boolean;
}

/**
 * The formats, each with the source of what is known about it. Where a header suits several equally the first is taken.
 * Tools count in their own ways: a visitor of one is no visitor of another, so these days are never mixed with measured ones.
 */
export const dailyFormats: readonly DailyFormat[] = [
  {
    // Tidemark's own words, as in daily_metrics:
    //     date,page_views,page_visits,sessions,unique_visitors
    //     2025-01-31,120,100,60,50
    source: 'csv',
    tool: 'plain CSV',
    dateColumns: ['date'],
    columns: {
      pageVisits: ['page_visits'],
      pageViews: ['page_views'],
      sessions: ['sessions'],
      uniqueVisitors: ['unique_visitors'],
    },
    isStrict: true,
  },
  {
    // A report's "Download CSV" has a preamble, then one table after the other, with days counted from its start date:
    //     # Start date: 20250101
    //     # End date: 20250131
    //     Nth day,Active users
    //     0000,120
    // An exploration's has its range in the preamble, and a row of totals whose label stands behind the last column:
    //     # 20250101-20250131
    //
    //     Date,Views,Sessions,Total users
    //     ,3600,1800,1500,Grand total
    //     20250131,120,60,50
    // Google doesn't describe these files; known from ones that people read with programs of their own. The columns have the
    // names of the interface (https://support.google.com/analytics/answer/9143382), here in English. "Total users" comes
    // nearest to METRICS' visitors: "Active users" leaves out who stayed for less than 10 seconds on a later visit.
    source: 'ga4',
    tool: 'Google Analytics 4',
    dateColumns: ['date', 'nth day'],
    columns: {
      pageVisits: [],
      pageViews: ['views'],
      sessions: ['sessions'],
      uniqueVisitors: ['total users', 'active users', 'users'],
    },
    isStrict: false,
  },
  {
    // The site's export, imported_visitors_20250101_20250131.csv in a zip
    // (https://github.com/plausible/analytics/blob/master/lib/plausible/exports.ex, export_visitors_q):
    //     "date","visitors","pageviews","bounces","visits","visit_duration"
    //     "2025-01-31",50,120,20,60,8640
    // The dashboard's, visitors.csv in a zip (lib/plausible_web/controllers/stats_controller.ex, main_graph_csv):
    //     date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration
    //     2025-01-31,50,120,60,2.0,33,144
    source: 'plausible',
    tool: 'Plausible',
    dateColumns: ['date'],
    columns: { pageVisits: [], pageViews: ['pageviews'], sessions: ['visits'], uniqueVisitors: ['visitors'] },
    isStrict: false,
  },
  {
    // VisitsSummary.get or API.get with period=day, a range of dates and format=csv, in UTF-16LE unless convertToUnicode=0
    // (https://github.com/matomo-org/matomo/blob/5.x-dev/core/DataTable/Renderer/Csv.php):
    //     date,nb_uniq_visitors,nb_visits,nb_actions,...
    //     2025-01-31,50,60,130,...
    //     2025-02-01,
    // A day without visits has a date alone. With translateColumnNames=1, as the interface exports, names are the English
    // ones here. Actions are page views, downloads, outlinks and searches; nb_pageviews (in API.get and Actions.get) is exact,
    // and nb_uniq_pageviews is METRICS' page visits.
    source: 'matomo',
    tool: 'Matomo',
    dateColumns: ['date', 'label'],
    columns: {
      pageVisits: ['nb_uniq_pageviews', 'unique pageviews'],
      pageViews: ['nb_pageviews', 'pageviews', 'nb_actions', 'actions'],
      sessions: ['nb_visits', 'visits'],
      uniqueVisitors: ['nb_uniq_visitors', 'unique visitors'],
    },
    isStrict: false,
  },
  {
    // GET /api/websites/{id}/pageviews?unit=day answers in JSON, read as it is by umami-json.ts, or as a table made from it
    // (https://github.com/umami-software/umami/blob/master/src/app/api/websites/[websiteId]/pageviews/route.ts):
    //     x,y                        date,pageviews,visitors,visits
    //     2025-01-31 00:00:00,120    2025-01-31,120,50,60
    // The answer's "sessions" are distinct session ids, which the interface calls visitors
    // (src/queries/sql/sessions/getSessionStats.ts); what METRICS calls a session is a visit there. A table's column "sessions"
    // could be either, and isn't taken. The zip of the interface has no figures by day.
    source: 'umami',
    tool: 'Umami',
    dateColumns: ['x', 'date'],
    columns: {
      pageVisits: [],
      pageViews: ['pageviews', 'views', 'y'],
      sessions: ['visits'],
      uniqueVisitors: ['visitors'],
    },
    isStrict: false,
  },
];

export const formatNames = dailyFormats.map(({ source }) => source);

/** @throws RangeError for a source without a format: there's none */
export function formatOf(source: ImportSource): DailyFormat {
  const format = dailyFormats.find((candidate) => candidate.source === source);
  if (format === undefined) throw new RangeError(`no format ${source}`);
  return format;
}
