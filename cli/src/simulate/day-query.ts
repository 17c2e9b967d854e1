import { drawBits, normal, uniform, zipf } from './draws.js';
import { type DayOutline, outlineDay } from './outline.js';
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
 * however many threads. A session that would cross midnight begins earlier.
 *
 * A session's views are lists until the sessions are in order, since sorting and joining views costs several times as much.
 *
 * @param dayIndex from 0, the first of the plan's days
 * @throws RangeError when the plan has no such day
 */
export function buildSimulatedDay(plan: SimulationPlan, dayIndex: number): string {
  if (!Number.isInteger(dayIndex) || dayIndex < 0 || dayIndex >= plan.days)
    throw new RangeError(`the simulation has days 0 to ${plan.days - 1}, not ${dayIndex}`);
  const outline = outlineDay(plan, firstDayOf(plan) + dayIndex);
  return `
WITH seeded AS (${seedSessions(plan.seed, outline)}),
visited AS (${drawVisitors(plan.seed, outline)}),
sessions AS (${drawSessions(plan.seed, outline)}),
seeded_views AS (${seedViews(outline)}),
drawn AS (${DRAW_VIEWS}),
paged AS (${FIND_PAGES}),
told AS (${tellSessions(outline)}),
ordered AS (${ORDER_SESSIONS}),
views AS (${LIST_VIEWS})
${SELECT_ROWS}`;
}

/** The bits each view is drawn from. */
const seedViews = (outline: DayOutline) => `
  SELECT * EXCLUDE (page_bits, home_share, landing_page), ${entryPage(outline)} AS entry,
    list_transform(range(1, views + 1), lambda nth: ${drawBits('session_bits', '1000 + nth')}) AS view_bits
  FROM sessions`;

/** How long after the one before, on which page unless it follows a link, and what time it's read where that's known. */
const DRAW_VIEWS = `
  SELECT *, list_transform(view_bits, lambda bits, nth: CASE WHEN nth = 1 THEN 0 ELSE
      greatest(${MIN_GAP_MS}, least(${MAX_GAP_MS}, floor(34000e0 * exp(1.1e0 * ${normal(drawBits('bits', 1))})))) END::BIGINT) AS gaps_ms,
    list_transform(view_bits, lambda bits, nth: CASE WHEN nth = 1 THEN entry ELSE ${followingPlace(drawBits('bits', 2))} END) AS places,
    list_transform(view_bits, lambda bits: CASE WHEN ${uniform(drawBits('bits', 4), 0)} < ${KNOWN_TIME_SHARE}
      THEN least(3600, floor(38e0 * exp(0.9e0 * ${normal(drawBits('bits', 5))})))::INTEGER END) AS reading_s
  FROM seeded_views`;

function followingPlace(bits: string): string {
  const topic = `CASE WHEN ${uniform(bits, 0)} < ${HUB_SHARE + OTHER_TOPIC_SHARE} THEN ${zipf(uniform(bits, 1), TOPIC_COUNT)} ELSE topic END`;
  return `CASE WHEN ${uniform(bits, 0)} < ${HUB_SHARE} THEN ${zipf(uniform(bits, 1), HUB_COUNT)}
    ELSE ${topicPage(topic, zipf(uniform(bits, 2), PAGES_PER_TOPIC))} END`;
}

/** A link leads from a topic's page to one of the same topic, to the popular ones more often. */
const FIND_PAGES = `
  SELECT *, list_transform(places, lambda place, nth: CASE
      WHEN nth > 1 AND places[nth - 1] > ${HUB_COUNT} AND ${uniform(drawBits('view_bits[nth]', 3), 0)} < ${LINK_SHARE}
      THEN ${linkedPage('places[nth - 1]', drawBits('view_bits[nth]', 3))} ELSE place END) AS pages,
    list_sum(gaps_ms)::BIGINT AS total_ms
  FROM drawn`;

function linkedPage(place: string, linkBits: string): string {
  const target = uniform(drawBits(`hash(${place})`, zipf(uniform(linkBits, 1), LINKS)), 0);
  return topicPage(`((${place} - ${HUB_COUNT + 1}) % ${TOPIC_COUNT} + 1)`, zipf(target, PAGES_PER_TOPIC));
}

const toKey = (bits: string) => `(${bits}::HUGEINT - 9223372036854775808)::BIGINT`;

/** The time on a page is at most that until the next view; of the last it's what was read. */
const tellSessions = ({ day }: DayOutline) => `
  SELECT ${toKey('visitor_bits')} AS visitor_key, ${toKey('session_bits')} AS session_key, profile_slot, arrival_slot, views,
    least(started_at, ${(day + 1) * MS_PER_DAY - 1} - total_ms) AS started_at, pages,
    list_transform(gaps_ms, lambda gap_ms, nth: list_sum(gaps_ms[1:nth])::INTEGER) AS elapsed_ms,
    list_transform(reading_s, lambda seconds, nth: CASE WHEN nth = views THEN seconds ELSE least(seconds * 4,
      floor(gaps_ms[nth + 1] / 1000e0 * (0.3e0 + 0.7e0 * sqrt(${uniform(drawBits('view_bits[nth]', 4), 1)}))))::INTEGER END) AS times_s,
    list_transform(pages, lambda page, nth: list_position(pages, page) = nth) AS are_page_visits,
    total_ms + 1000 * coalesce(reading_s[views], 0)::BIGINT AS duration_ms
  FROM paged`;

/** After this nothing is joined, which could change the order. */
const ORDER_SESSIONS = `
  SELECT s.* EXCLUDE (profile_slot, arrival_slot), f.* EXCLUDE (slot), a.* EXCLUDE (slot, home_share, bounce_share, landing_page)
  FROM told s
  JOIN simulated_profiles f ON f.slot = s.profile_slot
  JOIN simulated_arrivals a ON a.slot = s.arrival_slot
  ORDER BY s.started_at, s.session_key`;

/** A row a view. Pages are named once a view: that of the row before, the entry and the exit are among them. */
const LIST_VIEWS = `
  SELECT * EXCLUDE (pages, elapsed_ms, times_s, are_page_visits), pages[1] AS entry_page, pages[views] AS exit_page,
    unnest(range(1, views + 1)) AS nth, unnest(pages) AS page, unnest(list_prepend(NULL, pages[1:views - 1])) AS page_before,
    unnest(elapsed_ms) AS elapsed_ms, unnest(times_s) AS time_on_page, unnest(are_page_visits) AS is_page_visit
  FROM (SELECT * REPLACE (list_transform(pages, lambda page: getvariable('simulated_pages')[page]) AS pages) FROM ordered)`;

const texts =
  'device_type browser os screen_resolution language country source channel utm_source utm_medium utm_campaign utm_term utm_content'.split(
    ' ',
  );

const SELECT_ROWS = `
SELECT visitor_key, session_key, started_at + elapsed_ms AS viewed_at, page::VARCHAR AS page, time_on_page,
  CASE WHEN nth = 1 THEN referrer::VARCHAR ELSE 'https://' || page_before::VARCHAR END AS referrer,
  ${texts.map((name) => `${name}::VARCHAR AS ${name}`).join(', ')},
  nullif(entry_page, page)::VARCHAR AS entry_page, nullif(exit_page, page)::VARCHAR AS exit_page,
  nth = 1 AS is_entry, views = 1 AS is_bounce, is_page_visit, CASE WHEN nth = 1 THEN duration_ms END AS session_duration_ms
FROM views`;
