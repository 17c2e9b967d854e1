import type { MarkSource } from '@tidemark/contracts';

/** Days of a site that say nothing of its usual traffic; both ends, `YYYY-MM-DD`, belong to them. */
export interface MarkedSpan {
  start: string;
  end: string;
  reason: string;
}

/** A span as it is kept. */
export interface Mark extends MarkedSpan {
  id: number;
  siteId: number;
  source: MarkSource;
  createdAt: Date;
}
