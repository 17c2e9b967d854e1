import { useSyncExternalStore } from 'react';
import { subscribeToTime } from './useToday.js';

const minuteMs = 60_000;

/** The running minute, as its first millisecond; a page left open moves on by itself. */
export function useMinute(): number {
  return useSyncExternalStore(subscribeToTime, () => Math.floor(Date.now() / minuteMs) * minuteMs);
}
