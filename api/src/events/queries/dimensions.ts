import type { Dimension } from '../event-store.js';

/** `hostname + path` of a row of `page_visits`. */
export const pageOf = (view: string) => `substring(${view}.page_url from position('://' in ${view}.page_url) + 3)`;

/**
 * How a dimension is read: off a view (alias v; its session is s), and off a session (alias s). Where both columns
 * bear one name the view's own value counts the view and the first view's value counts the session.
 */
interface DimensionSql {
  view: string;
  session: string;
}

const ofBoth = (column: string): DimensionSql => ({ view: `v.${column}`, session: `s.${column}` });
const ofSession = (column: string): DimensionSql => ({ view: `s.${column}`, session: `s.${column}` });
const ofTime = (expression: (local: string) => string, timeZone: () => string): DimensionSql => ({
  view: expression(`(v.timestamp AT TIME ZONE ${timeZone()})`),
  session: expression(`(s.started_at AT TIME ZONE ${timeZone()})`),
});

/**
 * The allow-list of dimensions.
 *
 * @param timeZone gives the placeholder of the site's time zone
 */
export function dimensionSql(dimension: Dimension, timeZone: () => string): DimensionSql {
  switch (dimension) {
    case 'total':
      return { view: 'NULL::text', session: 'NULL::text' };
    case 'date':
      return { ...ofTime((local) => `${local}::date::text`, timeZone), session: 's.date::text' };
    case 'hour_of_day':
      return ofTime((local) => `extract(hour from ${local})::integer::text`, timeZone);
    case 'day_of_week':
      return ofTime((local) => `extract(isodow from ${local})::integer::text`, timeZone);
    case 'page':
      return { view: 'v.page', session: 's.entry_page' };
    case 'country':
    case 'device_type':
    case 'browser':
    case 'os':
    case 'language':
    case 'screen_resolution':
      return ofBoth(dimension);
    case 'source_and_channel':
      return ofSession('source');
    case 'source':
    case 'channel':
    case 'utm_source':
    case 'utm_medium':
    case 'utm_campaign':
    case 'utm_term':
    case 'utm_content':
    case 'entry_page':
    case 'exit_page':
      return ofSession(dimension);
  }
}
