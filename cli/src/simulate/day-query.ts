import { drawBits, normal, uniform, zipf } from './draws.js';
import { createOutlines, type DayOutline } from './outline.js';
import { HUB_COUNT, PAGES_PER_TOPIC, TOPIC_COUNT } from './pages.js';
import { drawSessions, drawVisitors, entryPage, seedSessions, topicPage } from './session-queries.js';
import { firstDayOf, MS_PER_DAY, type SimulationPlan } from './simulation-plan.js';

/** The tracker begins another session after 30 minutes. */
const MAX_GAP_MS = 1_740_000;
const MIN_GAP_MS = 1_200;
const KNOWN_TIME_SHARE = 0.8;
const HUB_SHARE = 0.2;
const OTHER_TOPIC_SHARE = 0.08;
/** Of the views after one of a topic's page, so many take one of its few prominent links. */
const LINK_SHARE = 0.4;
const LINKS = 5;

/**
 * The SELECT that gives one UTC day's rows in the archive's columns, in the archive's order. It needs
 * `prepareSimulation`'s tables on its connection and nothing of other days: the same plan and day give the same rows, by
 * however many threads. A session that would cross midnight ends there.
 *
 * @param dayIndex from 0, the first of the plan's days
 * @throws RangeError when the plan has no such day
 */
export function buildSimulatedDay(plan: SimulationPlan, dayIndex: number): string {
  if (!Number.isInteger(dayIndex) || dayIndex < 0 || dayIndex >= plan.days)
    throw new RangeError(`the simulation has days 0 to ${plan.days - 1}, not ${dayIndex}`);
  const outline = createOutlines(plan)(firstDayOf(plan) + dayIndex);
  return `
WITH seeded AS (${seedSessions(plan.seed, outline)}),
visited AS (${drawVisitors(plan.seed, outline)}),
sessions AS MATERIALIZED (${drawSessions(plan.seed, outline)}),
drawn AS (${drawViews(outline)}),
placed AS (${PLACE_VIEWS}),
paged AS (${findPages(outline)}),
told AS (${TELL_SESSIONS})
${SELECT_ROWS}`;
}

/** A row a view: how long after the one before it, and its page unless it follows a link. */
const drawViews = (outline: DayOutline) => `
  SELECT i, nth, started_at, session_bits, link_bits, time_bits,
    CASE WHEN nth = 1 THEN 0 ELSE
      greatest(${MIN_GAP_MS}, least(${MAX_GAP_MS}, floor(34000e0 * exp(1.1e0 * ${normal('gap_bits')}))))::BIGINT END AS gap_ms,
    CASE WHEN nth = 1 THEN ${entryPage(outline)}
      WHEN ${uniform('place_bits', 0)} < ${HUB_SHARE} THEN ${zipf(uniform('place_bits', 1), HUB_COUNT)}
      ELSE ${topicPage(
        `CASE WHEN ${uniform('place_bits', 0)} < ${HUB_SHARE + OTHER_TOPIC_SHARE}
           THEN ${zipf(uniform('place_bits', 1), TOPIC_COUNT)} ELSE topic END`,
        zipf(uniform('place_bits', 2), PAGES_PER_TOPIC),
      )} END AS place
  FROM (
    SELECT *, ${drawBits('view_bits', 1)} AS gap_bits, ${drawBits('view_bits', 2)} AS place_bits,
      ${drawBits('view_bits', 3)} AS link_bits, ${drawBits('view_bits', 4)} AS time_bits
    FROM (
      SELECT s.* EXCLUDE (views), st.nth, ${drawBits('s.session_bits', '1000 + st.nth')} AS view_bits
      FROM sessions s JOIN simulated_steps st ON st.views = s.views))`;

const PLACE_VIEWS = `
  SELECT *, started_at + (sum(gap_ms) OVER w)::BIGINT AS viewed_at, lag(place) OVER w AS place_before
  FROM drawn WINDOW w AS (PARTITION BY i ORDER BY nth)`;

/** A link leads from a topic's page to one of the same topic, to the popular ones more often. */
function findPages({ day }: DayOutline): string {
  const link = drawBits(`hash(place_before)`, zipf(uniform('link_bits', 1), LINKS));
  const linked = topicPage(
    `((place_before - ${HUB_COUNT + 1}) % ${TOPIC_COUNT} + 1)`,
    zipf(uniform(link, 0), PAGES_PER_TOPIC),
  );
  return `
  SELECT i, nth, session_bits, started_at, viewed_at, time_bits,
    CASE WHEN place_before > ${HUB_COUNT} AND ${uniform('link_bits', 0)} < ${LINK_SHARE} THEN ${linked} ELSE place END AS page_id
  FROM placed WHERE viewed_at < ${(day + 1) * MS_PER_DAY}`;
}

/** What a row says of its session. The time on a page is at most that until the next view; of the last it's what was read. */
const TELL_SESSIONS = `
  SELECT * EXCLUDE (time_bits, reading_s, is_known, last_viewed_at, last_time_s),
    CASE WHEN is_known THEN CASE WHEN next_viewed_at IS NULL THEN reading_s
      ELSE least(reading_s * 4, floor((next_viewed_at - viewed_at) / 1000e0 * (0.3e0 + 0.7e0 * sqrt(${uniform('time_bits', 1)}))))::INTEGER END END AS time_on_page,
    last_viewed_at - started_at + 1000 * coalesce(last_time_s, 0)::BIGINT AS duration_ms
  FROM (
    SELECT *, lead(viewed_at) OVER w AS next_viewed_at, lag(page_id) OVER w AS page_before,
      last_value(page_id) OVER s AS exit_id, first_value(page_id) OVER s AS entry_id, last_value(viewed_at) OVER s AS last_viewed_at,
      last_value(CASE WHEN is_known THEN reading_s END) OVER s AS last_time_s,
      row_number() OVER (PARTITION BY i, page_id ORDER BY nth) = 1 AS is_page_visit
    FROM (
      SELECT *, ${uniform('time_bits', 0)} < ${KNOWN_TIME_SHARE} AS is_known,
        least(3600, floor(38e0 * exp(0.9e0 * ${normal(drawBits('time_bits', 1))})))::INTEGER AS reading_s
      FROM paged)
    WINDOW w AS (PARTITION BY i ORDER BY nth),
      s AS (PARTITION BY i ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))`;

const toKey = (bits: string) => `(${bits}::HUGEINT - 9223372036854775808)::BIGINT`;

const SELECT_ROWS = `
SELECT ${toKey('s.visitor_bits')} AS visitor_key, ${toKey('v.session_bits')} AS session_key, v.viewed_at, p.page, v.time_on_page,
  CASE WHEN v.nth = 1 THEN s.referrer ELSE 'https://' || b.page END AS referrer,
  s.device_type, s.browser, s.os, s.screen_resolution, s.language, s.country, s.source, s.channel,
  s.utm_source, s.utm_medium, s.utm_campaign, s.utm_term, s.utm_content, e.page AS entry_page, x.page AS exit_page,
  v.nth = 1 AS is_entry, v.nth = 1 AND v.next_viewed_at IS NULL AS is_bounce, v.is_page_visit,
  CASE WHEN v.nth = 1 THEN v.duration_ms END AS session_duration_ms
FROM told v
JOIN sessions s ON s.i = v.i
JOIN simulated_pages p ON p.id = v.page_id
LEFT JOIN simulated_pages b ON b.id = v.page_before
LEFT JOIN simulated_pages e ON e.id = nullif(v.entry_id, v.page_id)
LEFT JOIN simulated_pages x ON x.id = nullif(v.exit_id, v.page_id)
ORDER BY v.started_at, session_key, v.viewed_at`;
