import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEvents, EVENT_COLUMNS, openDuckDb, type TestDuckDb } from '@tidemark/api/testing';
import { buildSimulatedDay } from './day-query.js';
import { prepareSimulation } from './prepare-simulation.js';
import { MS_PER_DAY, type SimulationPlan } from './simulation-plan.js';

const plan: SimulationPlan = {
  domain: 'example.com',
  lastDay: '2026-03-29',
  days: 14,
  eventsPerDay: 4_000,
  seed: 7,
  timeZone: 'Europe/Berlin',
};
const LAST_DAY_MS = Date.parse(plan.lastDay);

let duck: TestDuckDb;
beforeAll(async () => {
  duck = await openDuckDb();
  await prepareSimulation(duck, plan);
  for (let index = 0; index < plan.days; index++) {
    const into = index === 0 ? 'CREATE TABLE events AS' : 'INSERT INTO events';
    await duck.run(`${into} SELECT * FROM (${buildSimulatedDay(plan, index)})`);
  }
  await duck.run(`CREATE TABLE sessions AS SELECT session_key, count(*) AS views, min(viewed_at) AS first_at, max(viewed_at) AS last_at,
    sum(is_entry::INTEGER) AS entries, sum(is_bounce::INTEGER) AS bounces, min(viewed_at) FILTER (is_entry) AS entry_at,
    arg_max(time_on_page, viewed_at) FILTER (time_on_page IS NOT NULL) AS any_time, count(session_duration_ms) AS durations,
    count(DISTINCT visitor_key) AS visitors, count(DISTINCT viewed_at) AS instants FROM events GROUP BY session_key`);
}, 180_000);
afterAll(() => duck.close());

async function one(query: string): Promise<Record<string, number>> {
  const [row] = await duck.all<Record<string, number>>(query);
  return row ?? {};
}

describe('the rows of a simulated day', () => {
  it('are what the events would become on their way through PostgreSQL', async () => {
    // What the ingest stores: a session's source on its first view alone, none for what follows from the site itself.
    const ofEntry = ['source', 'channel', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
    await duck.run(`CREATE TABLE raw AS SELECT 1 AS site_id, uuid() AS event_id, visitor_key, session_key, viewed_at, page, time_on_page,
      referrer, device_type, browser, os, screen_resolution, language, country,
      ${ofEntry.map((name) => `CASE WHEN is_entry THEN ${name} END AS ${name}`).join(', ')} FROM events`);
    const described = `SELECT ${EVENT_COLUMNS} FROM (${describeEvents('raw')})`;
    const simulated = `SELECT ${EVENT_COLUMNS} FROM events`;
    expect(await duck.all(`(${simulated}) EXCEPT ALL (${described}) LIMIT 3`)).toEqual([]);
    expect(await duck.all(`(${described}) EXCEPT ALL (${simulated}) LIMIT 3`)).toEqual([]);
  });

  it('make sessions of one visitor, with one entry, within a day, of views at different instants', async () => {
    const wrong =
      await duck.all(`SELECT * FROM sessions WHERE entries <> 1 OR durations <> 1 OR visitors <> 1 OR instants <> views
      OR entry_at <> first_at OR bounces <> (views = 1)::INTEGER OR first_at // ${MS_PER_DAY} <> last_at // ${MS_PER_DAY} LIMIT 3`);
    expect(wrong).toEqual([]);
  });

  it('have no gap after which the tracker would have begun another session', async () => {
    const { longest } = await one(`SELECT max(gap) AS longest FROM (
      SELECT viewed_at - lag(viewed_at) OVER (PARTITION BY session_key ORDER BY viewed_at) AS gap FROM events)`);
    expect(longest).toBeLessThan(30 * 60_000);
  });

  it('read no page for longer than until the next', async () => {
    const { wrong } = await one(`SELECT count(*) AS wrong FROM (
      SELECT time_on_page, lead(viewed_at) OVER (PARTITION BY session_key ORDER BY viewed_at) - viewed_at AS gap FROM events)
      WHERE time_on_page * 1000 > gap OR time_on_page < 0`);
    expect(wrong).toBe(0);
  });

  it('are of the day they were asked for', async () => {
    for (const index of [0, 7, 13]) {
      const { first, last } =
        await one(`SELECT min(viewed_at) // ${MS_PER_DAY} AS first, max(viewed_at) // ${MS_PER_DAY} AS last
        FROM (${buildSimulatedDay(plan, index)})`);
      const day = LAST_DAY_MS / MS_PER_DAY - 13 + index;
      expect([first, last]).toEqual([day, day]);
    }
  });

  it('are the same for the same plan, by one thread or two, and others for another seed', async () => {
    const single = await openDuckDb({ threads: 1 });
    try {
      await prepareSimulation(single, plan);
      const fingerprint = (day: string) =>
        `SELECT sum(hash(r)::HUGEINT)::VARCHAR AS sum, count(*) AS rows FROM (${day}) r`;
      const day = fingerprint(buildSimulatedDay(plan, 6));
      expect(await single.all(day)).toEqual(await duck.all(day));
      expect(await duck.all(fingerprint(buildSimulatedDay({ ...plan, seed: 8 }, 6)))).not.toEqual(await duck.all(day));
    } finally {
      await single.close();
    }
  });

  it('keep the views of a session together', async () => {
    await duck.run(
      `CREATE TABLE big AS SELECT row_number() OVER () AS place, session_key FROM (${buildSimulatedDay(plan, 5)})`,
    );
    const { sessions, runs } =
      await one(`SELECT count(DISTINCT session_key) AS sessions, count(*) FILTER (is_new) AS runs FROM (
      SELECT session_key, session_key IS DISTINCT FROM lag(session_key) OVER (ORDER BY place) AS is_new FROM big)`);
    expect(runs).toBe(sessions);
  });

  it.each([-1, 14, 0.5])('exist for the days of the plan, not for day %p', (index) => {
    expect(() => buildSimulatedDay(plan, index)).toThrow('the simulation has days 0 to 13');
  });
});

describe('simulated traffic', () => {
  it('has the planned number of events a day, on average', async () => {
    const { rows = 0 } = await one('SELECT count(*) AS rows FROM events');
    expect(Math.abs(rows / (plan.days * plan.eventsPerDay) - 1)).toBeLessThan(0.02);
  });

  it('has weekends and nights in the site’s time zone', async () => {
    const { weekday = 0, weekend = 0 } =
      await one(`SELECT count(*) FILTER (isodow <= 5) / 10 AS weekday, count(*) FILTER (isodow > 5) / 4 AS weekend
      FROM (SELECT isodow(make_timestamp(viewed_at * 1000)) AS isodow FROM events)`);
    expect(weekend / weekday).toBeLessThan(0.95);
    const { night = 0, evening = 0 } =
      await one(`SELECT count(*) FILTER (hour IN (1, 2, 3)) AS night, count(*) FILTER (hour IN (18, 19, 20)) AS evening
      FROM (SELECT hour(make_timestamp(viewed_at * 1000)) AS hour FROM events)`);
    expect(night / evening).toBeLessThan(0.2);
  });

  it('has few pages with many views, and many with few', async () => {
    const {
      pages = 0,
      of_tenth = 0,
      once = 0,
    } = await one(`SELECT count(*) AS pages, sum(views) FILTER (place <= total / 10) / sum(views) AS of_tenth,
        count(*) FILTER (views <= 10) AS once
      FROM (SELECT count(*) AS views, row_number() OVER (ORDER BY count(*) DESC) AS place, count(*) OVER () AS total FROM events GROUP BY page)`);
    expect(pages).toBeGreaterThan(2_000);
    expect(of_tenth).toBeGreaterThan(0.5);
    expect(once / pages).toBeGreaterThan(0.3);
  });

  it('has sessions of about three views, half of them bounces', async () => {
    const {
      views = 0,
      bounces = 0,
      longest = 0,
    } = await one(
      'SELECT avg(views) AS views, avg((views = 1)::INTEGER) AS bounces, max(views) AS longest FROM sessions',
    );
    expect(views).toBeGreaterThan(2.5);
    expect(views).toBeLessThan(3.5);
    expect(bounces).toBeGreaterThan(0.4);
    expect(bounces).toBeLessThan(0.6);
    expect(longest).toBeGreaterThan(20);
  });

  it('has visitors who return, some often, who keep their device and country', async () => {
    const {
      returning = 0,
      most = 0,
      changed = 0,
    } = await one(`SELECT avg((days > 1)::INTEGER) AS returning, max(days) AS most, sum(profiles - 1) AS changed
      FROM (SELECT count(DISTINCT viewed_at // ${MS_PER_DAY}) AS days, count(DISTINCT (device_type, browser, os, screen_resolution, language, country)) AS profiles
        FROM events GROUP BY visitor_key)`);
    expect(returning).toBeGreaterThan(0.03);
    expect(most).toBeGreaterThan(3);
    expect(changed).toBe(0);
  });

  it('has every channel it is said to have, campaigns among them', async () => {
    const rows = await duck.all<{ channel: string }>('SELECT DISTINCT channel FROM events');
    const channels = rows.map(({ channel }) => channel);
    expect(channels).toEqual(
      expect.arrayContaining(['Direct', 'Organic Search', 'Organic Social', 'Referral', 'Email', 'AI Assistant']),
    );
    const { with_campaign = 0 } = await one(
      'SELECT count(*) FILTER (utm_campaign IS NOT NULL) AS with_campaign FROM events',
    );
    expect(with_campaign).toBeGreaterThan(0);
  });
});
