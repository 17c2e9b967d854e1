import type { MonthSummary } from './month-summary.js';

/** The summaries this process knows. Each says of itself what it was made of, so that an old one does no harm. */
export class Summaries {
  private readonly bySite = new Map<number, Map<string, MonthSummary>>();

  add(summaries: readonly MonthSummary[]): void {
    for (const summary of summaries) {
      const own = this.bySite.get(summary.siteId) ?? new Map<string, MonthSummary>();
      this.bySite.set(summary.siteId, own.set(summary.month, summary));
    }
  }

  clear(): void {
    this.bySite.clear();
  }

  /** A site's summaries by their months, the earliest first. */
  of(siteId: number): MonthSummary[] {
    return [...(this.bySite.get(siteId)?.values() ?? [])].sort((a, b) => (a.month < b.month ? -1 : 1));
  }
}
