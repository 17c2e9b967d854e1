/** The page being viewed: one event, sent as the view begins and again with a larger time on page. */
import { createId } from './create-id.js';
import type { TrackerEvent } from './event.js';
import { readForegroundSeconds, restartForeground } from './foreground.js';
import { readVisitor, touchSession } from './identity.js';
import { enqueue, flush } from './queue.js';
import { readAddress } from './routes.js';
import { isCookieless, refused, tag } from './settings.js';

/** The event of the current view, once there is one. */
export let view: TrackerEvent;
let reportedS: number;

/** An event on the page as it is now. */
export const describeEvent = (referrer: string): TrackerEvent => ({
  timestamp: new Date().toISOString(),
  event_id: createId(),
  site: tag.site,
  page_url: readAddress(),
  referrer: referrer.slice(0, 500),
  screen_resolution: `${screen.width}x${screen.height}`,
  language: navigator.language.slice(0, 10),
  ...(isCookieless ? { consent: false, refused } : { visitor_id: readVisitor(), session_id: touchSession() }),
});

/** Begins a view and sends it. Its time on page is unknown, which isn't zero, until the first report. */
export const openView = (referrer = document.referrer): void => {
  view = describeEvent(referrer);
  reportedS = -1;
  restartForeground();
  enqueue(view);
  flush();
};

/** No more is told of the current view. */
export const endView = (): void => {
  reportedS = Infinity;
};

/** Queues the view again if it was in the foreground for at least `stepS` longer than reported. */
const reportView = (stepS: number): boolean => {
  const seconds = readForegroundSeconds();
  if (seconds - reportedS < stepS) return false;
  view.time_on_page = reportedS = seconds;
  enqueue(view);
  touchSession();
  return true;
};

/**
 * Looks at the page: a hidden one is reported as if it were the last time, a long read now and then. What waits goes with a
 * page that keeps it nowhere else.
 */
export const look = (cause: string | undefined): void => {
  const isLast = cause == 'pagehide' || document.hidden;
  if (reportView(isLast ? 1 : 60) || (cause == 'pagehide' && isCookieless)) flush(isLast);
};

/** Follows a route change: the view before it ends, a new one begins. */
export const changeView = (referrer: string): void => {
  reportView(1);
  openView(referrer);
};
