import { guard } from './guard.js';
import { flushNow } from './queue.js';
import { followRoute, watchHistory } from './routes.js';
import { endpoint, isCookieless } from './settings.js';
import { keepOnDevice } from './store.js';
import { changeView, look, openView } from './view.js';

/** How this page tells of itself. `popstate` comes with every move in the history and every change of the fragment. */
const signs = ['focus', 'blur', 'visibilitychange', 'pagehide', 'pageshow', 'popstate', 'online'];

export const notice = guard(({ type, persisted }: Partial<PageTransitionEvent>) => {
  if (type == 'online') flushNow();
  followRoute(type, changeView);
  // Back from the back-forward cache: seen anew, as if loaded.
  if (persisted && type == 'pageshow') openView();
  look(type);
});

const begin = guard(() => {
  if (!isCookieless) keepOnDevice();
  openView();
  watchHistory(notice);
  for (const sign of signs) addEventListener(sign, notice);
  setInterval(notice, 15e3, {});
});

/** Whose tag counts for each collector: a second one would count everything twice. */
export const started = document as unknown as Record<string, unknown>;

/**
 * Starts the tracker on this page; a page prerendered by the browser counts once it's shown.
 *
 * @param prepare reads what the tag, the browser and the visitor say; false where nothing is to be counted
 */
export const start = guard((prepare: () => boolean) => {
  if (!prepare() || started[endpoint]) return;
  started[endpoint] = notice;
  if (started.prerendering) document.addEventListener('prerenderingchange', begin);
  else begin();
});
