/** The tools whose exports are taken, and `csv` for a table in Tidemark's own words. */
export type ImportSource = 'ga4' | 'plausible' | 'umami' | 'matomo' | 'csv';

/** One day of a site as another tool counted it; null where that tool doesn't tell. */
export interface ImportedDay {
  /** `YYYY-MM-DD` */
  date: string;
  pageVisits: number | null;
  pageViews: number | null;
  sessions: number | null;
  uniqueVisitors: number | null;
}
