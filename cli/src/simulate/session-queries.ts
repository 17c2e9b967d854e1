import { drawBits, drawUniform, fineUniform, uniform, zipf } from './draws.js';
import { type DayOutline, QUANTILES, RETURN_DAYS, shareOn } from './outline.js';
import { HOME_PAGE, HUB_COUNT, PAGES_PER_TOPIC, TOPIC_COUNT } from './pages.js';
import { ARRIVAL_SLOTS, PROFILE_SLOTS } from './prepare-simulation.js';
import { viewsOfSession } from './session-length.js';
import { MS_PER_DAY } from './simulation-plan.js';

const SAME_DAY_SHARE = 0.09;
/** Of the sessions of a burst or campaign, so many begin where it points to. */
const LANDING_SHARE = 0.85;
const FEATURED_SHARE = 0.1;
/** Campaigns are picked from a list of so many places, each in proportion to its share. */
const CAMPAIGN_PLACES = 500;

const listOf = (values: readonly number[]) => `([${values.join(', ')}]::BIGINT[])`;

export const topicPage = (topic: string, rank: string) => `(${HUB_COUNT} + ${topic} + ${TOPIC_COUNT} * (${rank} - 1))`;

/** The random bits of a day's session, by its number. A session of a new visitor stands for the visitor as well. */
const sessionBits = (seed: number, day: string, index: string) =>
  `hash(xor(${drawBits(`hash(${seed}::BIGINT)`, day)}, hash((${index})::BIGINT)))`;

/** The day's sessions with the bits everything else is drawn from. */
export const seedSessions = (seed: number, { day, sessions }: DayOutline) => `
  SELECT i, session_bits, ${drawBits('session_bits', 1)} AS start_bits, ${drawBits('session_bits', 2)} AS return_bits,
    ${drawBits('session_bits', 3)} AS page_bits, ${drawBits('session_bits', 4)} AS arrival_bits
  FROM (SELECT i, ${sessionBits(seed, String(day), 'i')} AS session_bits FROM simulated_numbers WHERE i < ${sessions})`;

/**
 * Who: a returning visitor is the one of some session of a new visitor, mostly of the last days; the low numbers of a
 * day, about one in a hundred, return much more often than the others.
 */
export function drawVisitors(seed: number, { day, newSessions, earlierVisitors }: DayOutline): string {
  const daysAgo = `CASE WHEN ${uniform('return_bits', 3)} < ${SAME_DAY_SHARE} THEN 0
    ELSE 1 + floor(4e0 / (1 - ${uniform('return_bits', 2)}) - 4)::BIGINT % ${RETURN_DAYS} END`;
  const loyalty = `((pow(0.01e0 + 0.99e0 * ${fineUniform('return_bits')}, 2) - 0.0001e0) / 0.9999e0)`;
  const origin = sessionBits(seed, `${day} - days_ago`, `first_visitor + floor(visitors * ${loyalty})`);
  return `
  SELECT *, ${drawBits('CASE WHEN is_returning THEN ' + origin + ' ELSE session_bits END', 5)} AS visitor_bits
  FROM (
    SELECT *, ${listOf(earlierVisitors.map(({ first }) => first))}[days_ago + 1] AS first_visitor,
      ${listOf(earlierVisitors.map(({ count }) => count))}[days_ago + 1] AS visitors
    FROM (SELECT *, i >= ${newSessions} AS is_returning, ${daysAgo} AS days_ago FROM seeded))`;
}

/** Whence, when, with what, about what and for how many views: of whence and with what, the slots. */
export function drawSessions(seed: number, outline: DayOutline): string {
  const { day } = outline;
  const featured = 1 + Math.floor(drawUniform(seed, 41, Math.floor(day / 30)) * TOPIC_COUNT);
  const topic = `CASE WHEN ${uniform('page_bits', 2)} < ${FEATURED_SHARE} THEN ${featured} ELSE ${zipf(uniform('page_bits', 1), TOPIC_COUNT)} END`;
  // Multiples of the golden ratio fill [0, 1) evenly: the day's page views come close to what was planned.
  const length = `((i * 0.6180339887498949e0 + ${drawUniform(seed, 40, day)}e0) % 1)`;
  return `
  SELECT v.i, v.session_bits, v.page_bits, v.visitor_bits, v.started_at, v.profile_slot, v.arrival_slot,
    a.home_share, a.landing_page, ${topic} AS topic, ${viewsOfSession(length, 'a.bounce_share')} AS views
  FROM (
    SELECT *, ${startedAt(outline)} AS started_at, ${arrivalSlot(outline)} AS arrival_slot,
      (${drawBits('visitor_bits', 6)} % ${PROFILE_SLOTS})::INTEGER AS profile_slot
    FROM visited) v
  JOIN simulated_arrivals a ON a.slot = v.arrival_slot`;
}

/** The rhythm's quantiles, straight lines between them; a burst fades from its beginning on. */
function startedAt({ day, burst, quantiles }: DayOutline): string {
  const begins = listOf(quantiles.slice(0, QUANTILES));
  const widths = listOf(quantiles.slice(1).map((end, index) => end - (quantiles[index] ?? end)));
  const position = `(${fineUniform('start_bits')} * ${QUANTILES})`;
  const place = `floor(${position})::BIGINT + 1`;
  const usual = `${begins}[${place}] + floor((${position} % 1) * ${widths}[${place}])::BIGINT`;
  if (!burst) return usual;
  const leftMs = (day + 1) * MS_PER_DAY - burst.beginsAtMs;
  const reached = 1 - Math.exp(-leftMs / burst.fadesMs);
  const faded = `floor(${burst.beginsAtMs}e0 - ${burst.fadesMs}e0 * ln(1 - ${reached}e0 * ${fineUniform('start_bits')}))::BIGINT`;
  return `CASE WHEN i < ${burst.sessions} THEN ${faded} ELSE ${usual} END`;
}

function arrivalSlot({ day, burst, campaigns }: DayOutline): string {
  const shares = campaigns.map((campaign) => shareOn(campaign, day));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const places = campaigns.flatMap(({ id }, index) =>
    Array.from({ length: Math.max(1, Math.round((CAMPAIGN_PLACES * (shares[index] ?? 0)) / total)) }, () => id),
  );
  const weighted = `(arrival_bits % ${ARRIVAL_SLOTS})::INTEGER + CASE WHEN is_returning THEN ${ARRIVAL_SLOTS} ELSE 0 END`;
  const place = `floor(${uniform('arrival_bits', 3)} * ${places.length})::BIGINT + 1`;
  return `CASE
    ${burst ? `WHEN i < ${burst.sessions} THEN ${burst.arrival}` : ''}
    ${places.length > 0 ? `WHEN ${uniform('arrival_bits', 2)} < ${total} THEN ${listOf(places)}[${place}]` : ''}
    WHEN true THEN ${weighted} END`;
}

/** The page a session begins on. */
export function entryPage({ burst }: DayOutline): string {
  const draw = uniform('page_bits', 0);
  return `CASE
    ${burst ? `WHEN i < ${burst.sessions} AND ${draw} < ${LANDING_SHARE} THEN ${burst.page}` : ''}
    WHEN landing_page IS NOT NULL AND ${draw} < ${LANDING_SHARE} THEN landing_page
    WHEN ${uniform('page_bits', 3)} < home_share THEN ${HOME_PAGE}
    ELSE ${topicPage('topic', zipf(draw, PAGES_PER_TOPIC))} END`;
}
