import { LRUCache } from 'lru-cache';
import { keyOfId } from '../engine/event-row.js';
import type { NewPageView } from '../event-store.js';

/** What a view's browser says of itself, as `page_visit_clients` has it. */
export const clientColumns = [
  ['user_agent', (view) => view.userAgent],
  ['device_type', (view) => view.deviceType],
  ['browser', (view) => view.browser],
  ['os', (view) => view.os],
  ['screen_resolution', (view) => view.screenResolution],
  ['language', (view) => view.language],
] as const satisfies readonly (readonly [string, (view: NewPageView) => string | null])[];

/** Keys are worked out once for as many texts as this; which key a text has never changes. */
const keys = new LRUCache<string, string>({ max: 20_000 });

/** The key of a text, as `page_visit_key` makes it: text, since JavaScript's numbers are too small. */
export function textKey(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  const key = keyOfId(text).toString();
  keys.set(text, key);
  return key;
}

export function clientKey(view: NewPageView): string {
  return textKey(clientText(view));
}

/** Tells a field that's unknown from an empty one. */
function clientText(view: NewPageView): string {
  return clientColumns
    .map(([, read]) => {
      const value = read(view);
      return value === null ? '' : `=${value}`;
    })
    .join('\n');
}

/** Each URL of some views once, by its key: pages and referrers. In one order, so that concurrent batches can't deadlock. */
export function listUrls(views: readonly NewPageView[]): [key: string, url: string][] {
  const urls = new Map<string, string>();
  for (const { pageUrl, referrer } of views) {
    urls.set(textKey(pageUrl), pageUrl);
    if (referrer !== null) urls.set(textKey(referrer), referrer);
  }
  return inOrder(urls);
}

/** Each client of some views once, by its key. */
export function listClients(views: readonly NewPageView[]): [key: string, view: NewPageView][] {
  return inOrder(new Map(views.map((view) => [clientKey(view), view])));
}

function inOrder<Entry>(entries: Map<string, Entry>): [string, Entry][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
