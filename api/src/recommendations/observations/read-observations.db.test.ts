import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SiteEntity } from '../../db/index.js';
import { addDays } from '../../domain/period.js';
import type { NewPageView } from '../../events/index.js';
import { buildPageView, startTestServer, type TestServer } from '../../testing/index.js';
import type { Observations } from './observations.js';
import { readObservations } from './read-observations.js';

const LAST_DAY = '2025-08-19';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ now: () => new Date('2025-08-20T10:00:00Z') });
});
afterAll(() => server.stop());
let site: SiteEntity;
let sites = 0;
beforeEach(async () => {
  sites += 1;
  site = await server.sites.save({ domain: `s${sites}.example`, name: 'x', timezone: 'Europe/Berlin' });
});

const append = async (...views: Partial<NewPageView>[]) => {
  await server.events.append(views.map((view) => buildPageView({ siteId: site.id, ...view })));
  await server.settle();
};
const read = async (lastDay = LAST_DAY): Promise<Observations> => {
  const observations = await readObservations({ pool: server.database.pool, events: server.events }, site, { lastDay });
  if (!observations) throw new Error('nothing was measured');
  return observations;
};
const page = (path: string) => `https://example.com${path}`;
const dayOf = (observations: Observations, date: string) => observations.dates.indexOf(date);

describe('observations of a site', () => {
  beforeEach(async () => {
    await append(
      { sessionId: 'first', viewedAt: new Date('2025-08-10T12:00:00Z') },
      // 23:30 of the 17th in Berlin is the 17th, 00:30 the 18th.
      {
        sessionId: 'a',
        visitorId: 'a',
        pageUrl: page('/pricing'),
        viewedAt: new Date('2025-08-17T21:30:00Z'),
        timeOnPage: 40,
        source: 'Google',
        country: 'DE',
        deviceType: 'mobile',
        utmCampaign: 'may',
      },
      { sessionId: 'b', visitorId: 'b', pageUrl: page('/pricing'), viewedAt: new Date('2025-08-17T22:30:00Z') },
      { sessionId: 'b', visitorId: 'b', pageUrl: page('/buy'), viewedAt: new Date('2025-08-17T22:40:00Z') },
      // The running day is no part of it.
      { sessionId: 'c', visitorId: 'c', viewedAt: new Date('2025-08-20T08:00:00Z') },
    );
  });

  it('are of the days since the first measured one, which is left out, as are marked days', async () => {
    await server.database.pool.query(
      `INSERT INTO marked_days (site_id, start_date, end_date, reason, source) VALUES ($1, '2025-08-12', '2025-08-13', 'x', 'owner')`,
      [site.id],
    );
    const { dates, isLeftOut, domain, timeZone } = await read();
    expect([domain, timeZone]).toEqual([site.domain, 'Europe/Berlin']);
    expect([dates[0], dates.at(-1), dates.length]).toEqual(['2025-08-10', LAST_DAY, 10]);
    expect(dates.filter((_, day) => isLeftOut[day])).toEqual(['2025-08-10', '2025-08-12', '2025-08-13']);
  });

  it('hold the figures of METRICS by day, in all and by group', async () => {
    const observations = await read();
    const [before, after] = [dayOf(observations, '2025-08-17'), dayOf(observations, '2025-08-18')];
    const { totals, groups, hours } = observations;
    expect([totals.pageViews, totals.sessions, totals.bounces].map((days) => [days[before], days[after]])).toEqual([
      [1, 2],
      [1, 1],
      [1, 0],
    ]);
    expect(totals.timeOnPageSum[before]).toBe(40);
    expect(hours.map((ofDay) => ofDay.length)).toEqual(observations.dates.map(() => 24));
    expect(hours[before]?.[23]).toBe(1);
    expect(hours[after]?.[0]).toBe(2);
    const pricing = groups.page.find(({ value }) => value === 'example.com/pricing');
    expect(pricing?.pageViews.slice(before, after + 1)).toEqual([1, 1]);
    expect(pricing?.exits.slice(before, after + 1)).toEqual([1, 0]);
    expect(groups.entry_page.map(({ value }) => value)).not.toContain('example.com/buy');
    expect(groups.utm_campaign.find(({ value }) => value === 'may')?.sessions[before]).toBe(1);
    expect(groups.utm_campaign.find(({ value }) => value === null)?.sessions[after]).toBe(1);
    expect(groups.country.find(({ value }) => value === 'DE')?.pageVisits[before]).toBe(1);
  });

  it('tell sessions by entry page and device, browser or country', async () => {
    const { crossed, crossedFactor } = await read();
    expect(crossed.device_type).toContainEqual({
      entryPage: 'example.com/pricing',
      value: 'mobile',
      sessions: 1,
      bounces: 1,
    });
    expect(crossed.country.filter(({ entryPage }) => entryPage === 'example.com/pricing')).toEqual(
      expect.arrayContaining([
        { entryPage: 'example.com/pricing', value: 'DE', sessions: 1, bounces: 1 },
        { entryPage: 'example.com/pricing', value: null, sessions: 1, bounces: 0 },
      ]),
    );
    expect(crossedFactor).toBeUndefined();
  });

  it('have the forecast issued a day ahead of each day, and the newest of days to come', async () => {
    const issue = (origin: string, horizon: number, value: number) =>
      server.database.pool.query(
        `INSERT INTO predictions (site_id, metric_name, origin, revision, horizon, predicted_date, predicted_value, lower_80, upper_80,
           lower_90, upper_90, lower_95, upper_95, model_kind)
         VALUES ($1, 'page_visits', $2::date, 1, $3::integer, $2::date + $3::integer, $4::float8, $4 - 2, $4 + 2, $4 - 3, $4 + 3, $4 - 4, $4 + 4, 'lstm')`,
        [site.id, origin, horizon, value],
      );
    await issue('2025-08-16', 1, 50);
    await issue('2025-08-15', 2, 70);
    await issue(LAST_DAY, 1, 60);
    await issue(LAST_DAY, 2, 61);
    const observations = await read();
    expect(observations.forecasts.filter((forecast) => forecast !== null)).toEqual([
      {
        date: '2025-08-17',
        value: 50,
        intervals: { 80: { lower: 48, upper: 52 }, 90: { lower: 47, upper: 53 }, 95: { lower: 46, upper: 54 } },
        modelKind: 'lstm',
      },
    ]);
    expect(observations.forecasts[dayOf(observations, '2025-08-17')]).not.toBeNull();
    expect(observations.ahead.map(({ date, value }) => [date, value])).toEqual([
      ['2025-08-20', 60],
      ['2025-08-21', 61],
    ]);
  });

  it('count what was left out, and pages that were not found', async () => {
    await server.database.pool.query(
      "INSERT INTO uncounted_events VALUES ($1, '2025-08-17', 'bot', 7), ($1, '2025-08-17', 'invalid', 9), ($1, '2025-08-20', 'bot', 1)",
      [site.id],
    );
    const event = (name: string, at: string) => ({
      siteId: site.id,
      eventId: crypto.randomUUID(),
      name,
      props: {},
      pageUrl: page('/gone'),
      visitorId: 'a',
      sessionId: 'a',
      happenedAt: new Date(at),
    });
    await server.events.appendCustom([
      event('404', '2025-08-17T21:30:00Z'),
      event('404', '2025-08-17T22:30:00Z'),
      event('buy', '2025-08-17T21:30:00Z'),
    ]);
    const observations = await read();
    const day = dayOf(observations, '2025-08-17');
    expect(observations.ignored.map(({ reason, views }) => [reason, views[day]])).toEqual([['bot', 7]]);
    expect(observations.notFound.map(({ page: path, views }) => [path, views.slice(day)])).toEqual([
      ['example.com/gone', [1, 1, 0]],
    ]);
  });
});

it('there are none before anything was measured', async () => {
  const deps = { pool: server.database.pool, events: server.events };
  expect(await readObservations(deps, site, { lastDay: LAST_DAY })).toBeNull();
});

it('go back 90 days at most', async () => {
  await append({ viewedAt: new Date('2025-01-01T12:00:00Z') }, { viewedAt: new Date('2025-08-01T12:00:00Z') });
  const { dates, totals, isLeftOut } = await read();
  expect([dates[0], dates.length]).toEqual([addDays(LAST_DAY, -89), 90]);
  expect(totals.pageViews.reduce((sum, views) => sum + views, 0)).toBe(1);
  expect(isLeftOut).not.toContain(true);
});

it('are the same from the archive’s summaries as from events', async () => {
  const views = Array.from({ length: 60 }, (_, index) => ({
    sessionId: `s${index >> 1}`,
    visitorId: `v${index % 9}`,
    pageUrl: page(`/${index % 4}`),
    viewedAt: new Date(Date.parse('2025-06-25T10:00:00Z') + index * 9 * 3_600_000),
    deviceType: index % 3 === 0 ? 'mobile' : 'desktop',
    source: index % 5 === 0 ? 'Google' : 'Direct',
  }));
  await append(...views);
  const before = await read();
  const { failed } = await server.events.closeDays({ siteId: site.id, isEveryDirtyDue: true });
  expect(failed).toEqual([]);
  await server.events.summarize({ siteId: site.id });
  await server.events.catchUp();
  const { rows } = await server.database.pool.query('SELECT FROM month_summaries WHERE site_id = $1', [site.id]);
  expect(rows.length).toBeGreaterThan(0);
  const after = await read();
  const sorted = (groups: Observations['groups']) =>
    Object.values(groups).map((list) =>
      [...list].sort((one, other) => String(one.value).localeCompare(String(other.value))),
    );
  expect(sorted(after.groups)).toEqual(sorted(before.groups));
  expect(after.hours).toEqual(before.hours);
  expect(after.crossed).toEqual(before.crossed);
});
