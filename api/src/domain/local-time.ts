import { DateTime } from 'luxon';
import { addDays, instantsOf, type Period } from './period.js';

/** From this instant on, local time is so far ahead of UTC. */
export interface OffsetChange {
  fromMs: number;
  offsetMs: number;
}

const MS_PER_MINUTE = 60_000;

/** Time zones hardly change, and finding their changes takes milliseconds a year. */
const known = new Map<string, readonly OffsetChange[]>();
const MAX_KNOWN = 500;

/** The offsets from UTC that hold during a period and a day around it, the first of them from the beginning. */
export function offsetsOf(period: Period, timeZone: string): readonly OffsetChange[] {
  const key = `${timeZone} ${period.from} ${period.to}`;
  const offsets = known.get(key) ?? findOffsets(period, timeZone);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, offsets);
  return offsets;
}

function findOffsets(period: Period, timeZone: string): OffsetChange[] {
  const { fromAt, toAt } = instantsOf({ from: addDays(period.from, -1), to: addDays(period.to, 1) }, timeZone);
  const offsetAt = (atMs: number) => DateTime.fromMillis(atMs, { zone: timeZone }).offset * MS_PER_MINUTE;
  const changes: OffsetChange[] = [{ fromMs: fromAt.getTime(), offsetMs: offsetAt(fromAt.getTime()) }];
  const stepMs = 12 * 60 * MS_PER_MINUTE;
  for (let startMs = fromAt.getTime(); startMs < toAt.getTime(); startMs += stepMs) {
    const [before, after] = [offsetAt(startMs), offsetAt(startMs + stepMs)];
    if (before !== after)
      changes.push({ fromMs: findChange(startMs, startMs + stepMs, before, offsetAt), offsetMs: after });
  }
  return changes;
}

/** The first minute at which the offset is no longer what it was at the start. */
function findChange(startMs: number, endMs: number, before: number, offsetAt: (atMs: number) => number): number {
  let [low, high] = [startMs, endMs];
  while (high - low > MS_PER_MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MS_PER_MINUTE) * MS_PER_MINUTE;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
