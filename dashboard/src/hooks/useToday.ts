import { useCallback, useSyncExternalStore } from 'react';
import { calendarDayOf } from '../lib/dates.js';

const checkEveryMs = 30_000;

/** The running day in a time zone; a page left open over midnight moves on by itself. */
export function useToday(timeZone: string): string {
  return useSyncExternalStore(
    subscribeToTime,
    useCallback(() => calendarDayOf(new Date(Date.now()), timeZone), [timeZone]),
  );
}

/** Has a clock looked at now and then. */
export function subscribeToTime(notify: () => void): () => void {
  const timer = setInterval(notify, checkEveryMs);
  return () => {
    clearInterval(timer);
  };
}
