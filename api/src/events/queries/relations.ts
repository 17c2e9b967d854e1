import { instantsOf } from '../../domain/period.js';
import type { Filter, SiteRange } from '../event-store.js';
import { dimensionSql, pageOf } from './dimensions.js';
import { Parameters } from './parameters.js';

/** When the earliest session began that came over midnight into the range. $1: site; $2: first date. */
export const SELECT_EARLIEST_SESSION = `
  SELECT min(started_at) AS earliest_at FROM sessions
  WHERE site_id = $1 AND last_date > date AND date < $2::date AND last_date >= $2::date`;

/** The views and sessions of a range under filters: what every report counts. */
export interface Relations {
  parameters: Parameters;
  /** The placeholder of the site's time zone, bound when it's first used. */
  timeZone: () => string;
  /** Common table expressions `earlier_visits` and `numbered_views`, without the leading WITH. */
  with: string;
  /** FROM and WHERE of the matching views: alias v, with `page` and `is_page_visit`; s is the view's session. */
  views: string;
  /** FROM and WHERE of the matching sessions, alias s. */
  sessions: string;
}

/**
 * Builds the two relations. A view matches by its own values, a session by those of its first view; a filter by page
 * takes the views of that page and the sessions that saw it. A view is a page visit when it's the first of its page in
 * its session, also where the session began before the range.
 *
 * @param earliestAt when the earliest session began that came over midnight into the range; null when none did
 */
export function relationsOf(range: SiteRange, filters: readonly Filter[], earliestAt: Date | null): Relations {
  const parameters = new Parameters();
  const { fromAt, toAt } = instantsOf(range, range.timeZone);
  const site = parameters.add(range.siteId, 'integer');
  let timeZonePlaceholder: string | undefined;
  const timeZone = () => (timeZonePlaceholder ??= parameters.add(range.timeZone, 'text'));
  const from = parameters.add(fromAt, 'timestamptz');
  const to = parameters.add(toAt, 'timestamptz');
  const fromDate = parameters.add(range.from, 'date');
  const toDate = parameters.add(range.to, 'date');

  const viewConditions = filters.map((filter) =>
    conditionOf(filter, dimensionSql(filter.dimension, timeZone).view, parameters),
  );
  const sessionConditions = filters.map((filter) =>
    filter.dimension === 'page'
      ? `EXISTS (SELECT FROM page_visits p WHERE p.site_id = ${site} AND p.session_id = s.session_id
           AND p.timestamp >= s.started_at AND p.timestamp <= s.ended_at AND p.timestamp >= ${from}
           AND ${conditionOf(filter, pageOf('p'), parameters)})`
      : conditionOf(filter, dimensionSql(filter.dimension, timeZone).session, parameters),
  );

  return {
    parameters,
    timeZone,
    with: `
      earlier_visits AS (
        SELECT DISTINCT p.session_id, ${pageOf('p')} AS page
        FROM sessions o JOIN page_visits p ON p.site_id = o.site_id AND p.session_id = o.session_id
        WHERE o.site_id = ${site} AND o.last_date > o.date AND o.date < ${fromDate} AND o.last_date >= ${fromDate}
          AND p.timestamp >= ${parameters.add(earliestAt, 'timestamptz')} AND p.timestamp < ${from}),
      numbered_views AS (
        SELECT v.*, ${pageOf('v')} AS page,
          row_number() OVER (PARTITION BY v.session_id, ${pageOf('v')} ORDER BY v.timestamp, v.event_id) AS nth_of_page
        FROM page_visits v
        WHERE v.site_id = ${site} AND v.timestamp >= ${from} AND v.timestamp < ${to})`,
    views: `
      FROM (
        SELECT n.*, n.nth_of_page = 1 AND e.session_id IS NULL AS is_page_visit
        FROM numbered_views n LEFT JOIN earlier_visits e ON e.session_id = n.session_id AND e.page = n.page) v
      JOIN sessions s ON s.site_id = v.site_id AND s.session_id = v.session_id
      ${where(viewConditions)}`,
    sessions: `FROM sessions s ${where([`s.site_id = ${site} AND s.date >= ${fromDate} AND s.date <= ${toDate}`, ...sessionConditions])}`,
  };
}

function where(conditions: string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

/** `is`, any of, wildcard and unknown as one condition that is never null. */
function conditionOf(filter: Filter, expression: string, parameters: Parameters): string {
  const known = filter.values.filter((value) => value !== null);
  const patterns = known.filter((value) => value.includes('*')).map(likePattern);
  const exact = known.filter((value) => !value.includes('*'));
  const alternatives = [
    ...(exact.length > 0 ? [`${expression} = ANY(${parameters.add(exact, 'text[]')})`] : []),
    ...(patterns.length > 0 ? [`${expression} LIKE ANY(${parameters.add(patterns, 'text[]')})`] : []),
    ...(filter.values.includes(null) ? [`${expression} IS NULL`] : []),
  ];
  return `${filter.isNegated ? 'NOT ' : ''}coalesce(${alternatives.join(' OR ')}, false)`;
}

function likePattern(value: string): string {
  return value.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}
