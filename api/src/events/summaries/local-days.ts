import { startOfLocalDay } from '../../domain/local-days.js';
import { offsetsOf, type OffsetChange } from '../../domain/local-time.js';
import type { ArchivedDay } from '../archive/manifest.js';
import { dayNumberOf } from '../engine/days.js';
import { MS_PER_DAY } from '../engine/event-row.js';
import type { SiteRange } from '../event-store.js';

/** Days of a site in its time zone, by their numbers, and which UTC days they lie on. */
export class LocalDays {
  readonly first: number;
  readonly last: number;
  readonly offsets: readonly OffsetChange[];

  constructor(range: Pick<SiteRange, 'from' | 'to' | 'timeZone'>) {
    this.first = dayNumberOf(range.from);
    this.last = dayNumberOf(range.to);
    this.offsets = offsetsOf(range, range.timeZone);
  }

  /** The instants of days, `fromMs` inclusive, `toMs` exclusive. */
  spanOf(first: number, last: number): { fromMs: number; toMs: number } {
    return { fromMs: startOfLocalDay(first, this.offsets), toMs: startOfLocalDay(last + 1, this.offsets) };
  }

  /** Whether clocks change between a day's first instant and its last. */
  hasChange(day: number): boolean {
    const { fromMs, toMs } = this.spanOf(day, day);
    return this.offsets.some((change) => change.fromMs > fromMs && change.fromMs < toMs);
  }

  /** A condition on `viewed_at` that days fulfil; neighbours are one span. */
  conditionOf(days: readonly number[]): string {
    const conditions = joinNumbers(days).map(({ first, last }) => {
      const { fromMs, toMs } = this.spanOf(first, last);
      return `(viewed_at >= ${fromMs} AND viewed_at < ${toMs})`;
    });
    return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
  }

  /** The first and last UTC day on which a day lies. */
  utcDaysOf(day: number): { first: number; last: number } {
    const { fromMs, toMs } = this.spanOf(day, day);
    return { first: Math.floor(fromMs / MS_PER_DAY), last: Math.floor((toMs - 1) / MS_PER_DAY) };
  }

  /** Which archive files hold a day: '' where none does, null where what they hold doesn't all count. */
  sourcesOf(day: number, archived: ReadonlyMap<number, ArchivedDay> | undefined): string | null {
    const { first, last } = this.utcDaysOf(day);
    let sources = '';
    for (let utcDay = first; utcDay <= last; utcDay++) {
      const known = archived?.get(utcDay);
      if (known && known.erasedKeys.length > 0) return null;
      if (known?.key) sources += `${known.key} `;
    }
    return sources;
  }
}

/** Neighbouring numbers as spans, both ends included. */
export function joinNumbers(numbers: readonly number[]): { first: number; last: number }[] {
  const spans: { first: number; last: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const span = spans.at(-1);
    if (span?.last === number - 1) span.last = number;
    else spans.push({ first: number, last: number });
  }
  return spans;
}
