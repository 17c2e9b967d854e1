import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connectDatabase, type Database } from '../../db/index.js';
import { cutPeriod, hoursOf } from '../../domain/intervals.js';
import { addDays, instantsOf } from '../../domain/period.js';
import { createLogger } from '../../logger.js';
import { buildPageView, createTestDatabase, testAnalytics, type TestDatabase } from '../../testing/index.js';
import { sketches, toPageViews } from '../../testing/random-traffic.js';
import {
  createEventStore,
  type AnalyticsOptions,
  type EventStore,
  type Filter,
  type NewPageView,
  type SiteRange,
} from '../index.js';
import { summarizedDimensions } from './queries.js';

let testDatabase: TestDatabase;
let database: Database;
let dataDir: string;
const opened: EventStore[] = [];
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = await connectDatabase(testDatabase.url);
  dataDir = await mkdtemp(path.join(tmpdir(), 'tidemark-summaries-'));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await database.close();
  await testDatabase.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const FIRST_DAY = '2026-01-28';
/** Days with traffic, from the first on: they lie in three months. */
const BUSY_DAYS = [0, 2, 3, 4, 5, 30, 31, 33];
/** Every event fulfils it, and it must be answered from events. */
const ALWAYS: Filter = { dimension: 'os', isNegated: true, values: ['no such system'] };

function open(options: Partial<AnalyticsOptions> = {}): EventStore {
  const store = createEventStore({
    pool: database.pool,
    logger: createLogger('silent'),
    options: { ...testAnalytics(dataDir), ...options },
  });
  opened.push(store);
  return store;
}

let sites = 0;
async function makeSite(timeZone = 'UTC'): Promise<{ siteId: number; timeZone: string }> {
  sites++;
  const { rows } = await database.pool.query<{ id: number }>(
    'INSERT INTO sites (domain, name, timezone) VALUES ($1, $1, $2) RETURNING id',
    [`site-${sites}.example`, timeZone],
  );
  return { siteId: rows[0]?.id ?? 0, timeZone };
}

async function archive(events: EventStore, siteId: number): Promise<void> {
  const { failed } = await events.closeDays({ siteId, isEveryDirtyDue: true });
  expect(failed).toEqual([]);
}

/** Spreads what was drawn over the busy days; a session is one day's, or passes its midnight. */
function spreadViews(siteId: number, drawn: Parameters<typeof toPageViews>[2]): NewPageView[] {
  return drawn.flatMap((sketch, index) => {
    const number = BUSY_DAYS[index % BUSY_DAYS.length] ?? 0;
    const startAt = new Date(`${addDays(FIRST_DAY, number)}T00:00:00Z`);
    const minute = Math.abs(sketch.minute) % 1_500;
    return toPageViews(siteId, startAt, [{ ...sketch, minute }]).map((view) => ({
      ...view,
      sessionId: `${view.sessionId} ${number}`,
    }));
  });
}

let turn = 0;
/** The dimensions that have ways of their own, and a few of the others by turns. */
function someDimensions() {
  turn++;
  return [
    'total',
    'date',
    'page',
    (['hour', 'week', 'month', 'weekday_hour'] as const)[turn % 4] ?? 'hour',
    ...[0, 5, 11].map((step) => summarizedDimensions[(turn + step) % 20] ?? 'country'),
  ] as const;
}

async function expectSameFromEvents(
  events: EventStore,
  site: { siteId: number; timeZone: string },
  [from, to]: [string, string],
): Promise<void> {
  const range = { ...site, from, to };
  for (const dimension of someDimensions()) {
    const query = { range, dimension, orderBy: 'value', limit: 1_000 } as const;
    const summed = await events.aggregate({ ...query, filters: [] });
    const scanned = await events.aggregate({ ...query, filters: [ALWAYS] });
    expect({ dimension, ...summed }).toEqual({ dimension, ...scanned });
  }
  if (turn % 3 === 0) await expectSameVisitorsOfEach(events, range);
  const counted = await events.countDays({ range, filters: [ALWAYS] });
  const details = [...counted.days].map(([date, day]) => [date, day.details] as const);
  expect(await events.dayDetails(range)).toEqual(new Map(details));
}

async function expectSameVisitorsOfEach(events: EventStore, range: SiteRange): Promise<void> {
  const parts = cutPeriod(range, turn % 2 === 0 ? 'week' : 'month');
  const scanned: number[] = [];
  for (const part of parts) {
    const query = { range: { ...range, ...part }, dimension: 'total', orderBy: 'value', limit: 1 } as const;
    const { groups } = await events.aggregate({ ...query, filters: [ALWAYS] });
    scanned.push(groups[0]?.uniqueVisitors ?? 0);
  }
  expect(await events.visitorsOfEach({ range, parts })).toEqual({
    uniqueVisitors: scanned,
    isApproximate: false,
    missingDays: [],
  });
}

const day = fc.integer({ min: -3, max: 36 }).map((number) => addDays(FIRST_DAY, number));
const ranges = fc.array(
  fc.tuple(day, day).map(([a, b]): [string, string] => (a < b ? [a, b] : [b, a])),
  { minLength: 2, maxLength: 2 },
);
const ALL: [string, string] = [addDays(FIRST_DAY, -1), addDays(FIRST_DAY, 36)];

describe('summaries of months', () => {
  it('answer every question as the events do, for every range, while days change, leave and come', async () => {
    const events = open();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
        sketches,
        ranges,
        async (timeZone, drawn, drawnRanges) => {
          const wanted = [ALL, ...drawnRanges];
          const site = await makeSite(timeZone);
          const views = spreadViews(site.siteId, drawn);
          const half = views.length / 2;
          await events.append(views.slice(0, half));
          await archive(events, site.siteId);
          await events.summarize({ siteId: site.siteId });
          await expectSameFromEvents(events, site, ALL);
          // Late views and an erasure make days wrong that are summarized.
          await events.append(views.slice(half));
          await events.catchUp();
          for (const each of wanted) await expectSameFromEvents(events, site, each);
          await archive(events, site.siteId);
          for (const each of wanted) await expectSameFromEvents(events, site, each);
          await events.summarize({ siteId: site.siteId });
          for (const each of wanted) await expectSameFromEvents(events, site, each);
          await events.eraseVisitor(site.siteId, 'v1');
          await events.catchUp();
          await archive(events, site.siteId);
          await events.summarize({ siteId: site.siteId });
          for (const each of wanted) await expectSameFromEvents(events, site, each);
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  }, 120_000);
});

describe('hours of summarized days', () => {
  it.each([
    ['Europe/Berlin', '2025-10-25', 73],
    ['Europe/Berlin', '2025-03-29', 71],
    ['Australia/Lord_Howe', '2025-04-05', 73],
    ['Asia/Kolkata', '2025-04-05', 72],
    // Midnight is skipped, and comes twice.
    ['Africa/Cairo', '2024-04-25', 71],
    ['Africa/Cairo', '2024-10-30', 73],
  ])('in %s around %s tell the one that comes twice from itself', async (timeZone, from, hours) => {
    const events = open();
    const site = await makeSite(timeZone);
    const range = { ...site, from, to: addDays(from, 2) };
    const { fromAt, toAt } = instantsOf(range, timeZone);
    const quarters = (toAt.getTime() - fromAt.getTime()) / 900_000;
    await events.append(
      Array.from({ length: quarters }, (_, index) => {
        const viewedAt = new Date(fromAt.getTime() + index * 900_000);
        const id = `v${index}`;
        return buildPageView({ siteId: site.siteId, visitorId: id, sessionId: id, viewedAt });
      }),
    );
    await archive(events, site.siteId);
    await events.summarize(site);
    await events.catchUp();
    for (const dimension of ['hour', 'weekday_hour'] as const) {
      const query = { range, dimension, orderBy: 'value', limit: 1_000 } as const;
      const [summed, scanned] = [
        await events.aggregate({ ...query, filters: [] }),
        await events.aggregate({ ...query, filters: [ALWAYS] }),
      ];
      expect(summed).toEqual(scanned);
    }
    const { groups } = await events.aggregate({
      range,
      dimension: 'hour',
      orderBy: 'value',
      limit: 1_000,
      filters: [],
    });
    const starts = hoursOf(range, timeZone).map(({ startMs }) => String(startMs));
    expect([groups.length, groups.map(({ value }) => value)]).toEqual([hours, starts]);
  });
});

it('estimates the groups and filtered figures of many events closely, counts those of closed ranges exactly, and says which', async () => {
  const events = open({ exactRows: 1_000, sampledVisitors: 4_000 });
  const site = await makeSite();
  const days = [0, 1, 2, 3, 4, 5].map((number) => addDays('2026-02-26', number));
  await events.writeArchive({ siteId: site.siteId }, async (writer) => {
    for (const [number, each] of days.entries()) await writer.writeDay(each, selectVisits(each, number));
  });
  await events.summarize(site);
  const exactly = open();
  const range = { ...site, from: days[1] ?? '', to: days[5] ?? '' };
  const ask = (from: EventStore, dimension: 'total' | 'country', filters: Filter[]) =>
    from.aggregate({ range, dimension, filters, orderBy: 'value', limit: 10 });
  const [total, exactTotal] = [await ask(events, 'total', []), await ask(exactly, 'total', [ALWAYS])];
  expect(total).toEqual(exactTotal);
  const parts = [days.slice(1, 3), days.slice(3)].map((some) => ({ from: some[0] ?? '', to: some.at(-1) ?? '' }));
  const each = await events.visitorsOfEach({ range, parts });
  expect([each.isApproximate, each.uniqueVisitors]).toEqual([
    false,
    await Promise.all(parts.map(async (part) => (await exactly.rangeVisitors({ ...range, ...part })).uniqueVisitors)),
  ]);
  const [countries, exact] = [await ask(events, 'country', []), await ask(exactly, 'country', [ALWAYS])];
  expect([countries.isApproximate, exact.isApproximate]).toEqual([true, false]);
  for (const [index, { value, uniqueVisitors, ...sums }] of countries.groups.entries()) {
    const { uniqueVisitors: visitors = 0, ...others } = exact.groups[index] ?? {};
    expect({ value, ...sums }).toEqual(others);
    expectClose(uniqueVisitors, visitors);
  }
  // With filters, even sums are of the sampled visitors.
  const german: Filter = { dimension: 'country', isNegated: false, values: ['DE'] };
  const home: Filter = { dimension: 'page', isNegated: false, values: ['example.com/'] };
  for (const filters of [[german], [german, home]]) {
    const [some, all] = [await ask(events, 'total', filters), await ask(exactly, 'total', filters)];
    expect([some.isApproximate, all.isApproximate]).toEqual([true, false]);
    for (const sum of ['pageViews', 'sessions', 'bounces', 'uniqueVisitors'] as const)
      expectClose(some.groups[0]?.[sum] ?? 0, all.groups[0]?.[sum] ?? 0);
    const [someDays, allDays] = [
      await events.countDays({ range, filters }),
      await exactly.countDays({ range, filters }),
    ];
    expect([someDays.isApproximate, allDays.isApproximate]).toEqual([true, false]);
    expect(someDays.uniqueVisitors).toBe(some.groups[0]?.uniqueVisitors);
    expect(allDays.uniqueVisitors).toBe(all.groups[0]?.uniqueVisitors);
    expect([...allDays.days.values()].reduce((sum, day) => sum + day.sums.pageViews, 0)).toBe(all.groups[0]?.pageViews);
  }
}, 60_000);

it('reads more events than it would estimate from where few match the filters', async () => {
  const [events, sparing] = [2_000, 1_000].map((exactRows) => open({ exactRows, sampledVisitors: 1_000 }));
  const site = await makeSite();
  const day = '2026-03-03';
  await events?.writeArchive({ siteId: site.siteId }, (writer) => writer.writeDay(day, selectVisits(day, 0)));
  await events?.summarize(site);
  const ask = (from: EventStore | undefined, filters: Filter[]) =>
    from?.aggregate({
      range: { ...site, from: day, to: day },
      dimension: 'total',
      filters,
      orderBy: 'value',
      limit: 1,
    });
  const german: Filter = { dimension: 'country', isNegated: false, values: ['DE'] };
  const rare: Filter = { dimension: 'browser', isNegated: false, values: ['Lynx'] };
  for (const filters of [[rare], [german, rare]]) {
    expect(await ask(events, filters)).toEqual(await ask(open(), filters));
    expect(await ask(events, filters)).toMatchObject({ isApproximate: false });
    expect(await ask(sparing, filters)).toMatchObject({ isApproximate: true });
  }
  expect(await ask(events, [german])).toMatchObject({ isApproximate: true });
}, 60_000);

/** Some 800 visitors of a group are sampled: within four standard errors. */
function expectClose(estimate: number, exact: number): void {
  expect(Math.abs(estimate - exact) / exact).toBeLessThan(0.14);
}

/** 10,000 visits of a day, one view each, by visitors half of whom were there the day before. */
const selectVisits = (day: string, number: number) => `
  SELECT (hash(i // 2 + ${number * 2_500})::HUGEINT - 9223372036854775808)::BIGINT AS visitor_key, (hash(i + ${number * 100_000})::HUGEINT - 9223372036854775808)::BIGINT AS session_key,
    epoch_ms(TIMESTAMP '${day}') + i * 1000 AS viewed_at, 'example.com/' AS page, NULL::INTEGER AS time_on_page,
    NULL::VARCHAR AS referrer, NULL::VARCHAR AS device_type, CASE WHEN i // 2 % 50 = 0 THEN 'Lynx' END AS browser,
    ${['os', 'screen_resolution', 'language'].map((name) => `NULL::VARCHAR AS ${name}`).join(', ')},
    CASE (i // 2 + ${number * 2_500}) % 3 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' ELSE 'US' END AS country, 'Direct' AS source, 'Direct' AS channel,
    ${['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'entry_page', 'exit_page'].map((name) => `NULL::VARCHAR AS ${name}`).join(', ')},
    true AS is_entry, true AS is_bounce, true AS is_page_visit, 0::BIGINT AS session_duration_ms
  FROM range(10000) r(i)`;
