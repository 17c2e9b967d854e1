import type { OffsetChange } from './local-time.js';

const MS_PER_DAY = 86_400_000;

/** The first instant of a local day, numbered from 1 January 1970, by the offsets that hold around it; ms since the epoch. */
export function startOfLocalDay(number: number, offsets: readonly OffsetChange[]): number {
  for (const [index, { fromMs, offsetMs }] of offsets.entries()) {
    const startMs = index === 0 ? number * MS_PER_DAY - offsetMs : Math.max(fromMs, number * MS_PER_DAY - offsetMs);
    if (startMs < (offsets[index + 1]?.fromMs ?? Infinity)) return startMs;
  }
  throw new Error('there are no offsets');
}
