import type { ImportSource } from '@tidemark/contracts';

export type { ImportSource };

/** One day of a site as another tool counted it; null where that tool doesn't tell. */
export interface ImportedDay {
  /** `YYYY-MM-DD` */
  date: string;
  pageVisits: number | null;
  pageViews: number | null;
  sessions: number | null;
  uniqueVisitors: number | null;
}
