import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  timeseriesIntervals,
  type BreakdownReport,
  type DailyReport,
  type Figures,
  type PagesReport,
  type SourcesReport,
  type TimeseriesReport,
} from '@tidemark/contracts';
import fc from 'fast-check';
import { cutPeriod } from '../domain/intervals.js';
import { addDays, localDate, startOfDay } from '../domain/period.js';
import type { NewPageView } from '../events/index.js';
import { derivedSessionId } from '../ingest/index.js';
import { startTestServer, type TestServer } from '../testing/index.js';
import { SEASON_DAYS, seasons, sketches, toPageViews } from '../testing/random-traffic.js';
import { referenceFigures } from '../testing/reference-figures.js';

// Random worlds are many, and machines may be busy.
jest.setTimeout(180_000);

let server: TestServer;
let sitesMade = 0;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const filters = [
  '',
  '&device_type=mobile',
  '&country=!DE',
  '&source=Google,example.org',
  '&page=example.com/1',
  '&country=(none)&device_type=desktop',
];
const world = fc.record({
  season: fc.constantFrom(...seasons),
  drawn: sketches,
  filter: fc.constantFrom(...filters),
  shuffle: fc.infiniteStream(fc.nat()),
  batch: fc.integer({ min: 1, max: 20 }),
});
const RUNS = { numRuns: 20 };

describe('the invariants of METRICS.md on random traffic', () => {
  it('gives the figures a literal reading of the definitions gives, by day and over the range', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn }) => {
        const site = await makeSite(season);
        const views = toPageViews(site.id, site.startAt, drawn);
        await append(views, 1_000);
        const report = await get<DailyReport>(site, 'daily');
        const reference = referenceFigures(views, { from: season.from, to: site.to, timeZone: season.timeZone });
        for (const day of report.data) {
          expectFigures(day, reference.days.get(day.date) ?? referenceFigures([], { ...season, to: site.to }).total);
        }
        expectFigures(report.totals, reference.total);
      }),
      RUNS,
    );
  });

  it('1: page views add up to the total by page, device, country and source, under every filter', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn, filter }) => {
        const site = await makeSite(season);
        await append(toPageViews(site.id, site.startAt, drawn), 1_000);
        const { totals, data } = await get<DailyReport>(site, 'daily', filter);
        const pages = await get<PagesReport>(site, 'pages', filter);
        const sources = await get<SourcesReport>(site, 'sources', filter);
        expect(sum(data, 'page_views')).toBe(totals.page_views);
        expect(sum(data, 'page_visits')).toBe(totals.page_visits);
        expect(sum(pages.data, 'page_views')).toBe(totals.page_views);
        expect(sum(pages.data, 'page_visits')).toBe(totals.page_visits);
        expect(sum(sources.data, 'page_views')).toBe(totals.page_views);
        expect(sum(sources.data, 'sessions')).toBe(totals.sessions);
        for (const dimension of [
          'country',
          'device_type',
          'channel',
          'entry_page',
          'exit_page',
          'hour_of_day',
          'day_of_week',
          'weekday_hour',
          'utm_campaign',
        ]) {
          const rows = (await get<BreakdownReport>(site, 'breakdown', `${filter}&dimension=${dimension}`)).data;
          expect([dimension, sum(rows, 'page_views'), sum(rows, 'page_visits'), sum(rows, 'sessions')]).toEqual([
            dimension,
            totals.page_views,
            totals.page_visits,
            totals.sessions,
          ]);
        }
      }),
      RUNS,
    );
  });

  it('2: sessions add up over days, and visitors of the range are at most those of its days', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn, filter }) => {
        const site = await makeSite(season);
        await append(toPageViews(site.id, site.startAt, drawn), 1_000);
        const { totals, data } = await get<DailyReport>(site, 'daily', filter);
        expect(sum(data, 'sessions')).toBe(totals.sessions);
        expect(totals.unique_visitors).toBeLessThanOrEqual(sum(data, 'unique_visitors'));
        expect(totals.page_visits).toBeLessThanOrEqual(totals.page_views);
      }),
      RUNS,
    );
  });

  it('1 and 2 hold of intervals: they add up to the day by day report, and visitors are counted within each', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn, filter }) => {
        const site = await makeSite(season);
        await append(toPageViews(site.id, site.startAt, drawn), 1_000);
        const daily = await get<DailyReport>(site, 'daily', filter);
        for (const interval of timeseriesIntervals) {
          const { data, totals } = await get<TimeseriesReport>(site, `timeseries?interval=${interval}`, filter);
          expect([interval, totals]).toEqual([interval, daily.totals]);
          for (const key of ['page_views', 'page_visits', 'sessions'] as const)
            expect([interval, key, sum(data, key)]).toEqual([interval, key, totals[key]]);
          if (interval === 'hour') continue;
          for (const [index, part] of cutPeriod(site, interval).entries()) {
            const { start, ...figures } = data[index]!;
            const { totals: ofPart } = await get<DailyReport>({ ...site, ...part }, 'daily', filter);
            expect([interval, start, figures]).toEqual([interval, part.from, ofPart]);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it('3: any order, any batches and any repetition of the same events give the same figures', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn, shuffle, batch }) => {
        const [straight, mixed] = [await makeSite(season), await makeSite(season)];
        const views = toPageViews(straight.id, straight.startAt, drawn);
        await append(views, 1_000);
        const twins = views.map((view, index) => ({ ...view, siteId: mixed.id, eventId: twinOf(view.eventId, index) }));
        // Ties in time are broken by event id: the twins keep the order of the originals.
        const order = [...twins, ...twins.slice(0, twins.length / 2)]
          .map((view) => ({ view, rank: shuffle.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank);
        const reports = order.map(({ view }) => view);
        // A view is first reported without its time, then with a part of it.
        for (const { timeOnPage, ...view } of twins)
          reports.unshift({ ...view, timeOnPage: timeOnPage && Math.floor(timeOnPage / 2) });
        await append(reports, batch, { isSettledBetween: true });
        const differing = ['site'];
        for (const report of ['daily', 'pages', 'sources', 'breakdown?dimension=entry_page']) {
          const [left, right] = [await get<object>(straight, report), await get<object>(mixed, report)];
          expect(without(right, differing)).toEqual(without(left, differing));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('4: the stored days and the same days counted anew from views are equal', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn }) => {
        const site = await makeSite(season);
        await append(toPageViews(site.id, site.startAt, drawn), 1_000);
        const stored = await get<DailyReport>(site, 'daily');
        const counted = await get<DailyReport>(site, 'daily', '&page=*');
        expect(counted.totals).toEqual(stored.totals);
        expect(counted.data).toEqual(stored.data);
      }),
      RUNS,
    );
  });

  it('5: erasing a visitor leaves every figure as if that visitor had never come', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn }) => {
        const [erased, never] = [await makeSite(season), await makeSite(season)];
        const views = toPageViews(erased.id, erased.startAt, drawn);
        await append(views, 1_000);
        await append(
          views
            .map((view, index) => ({ ...view, siteId: never.id, eventId: twinOf(view.eventId, index) }))
            .filter((view) => view.visitorId !== 'v1'),
          1_000,
        );
        await server.events.eraseVisitor(erased.id, 'v1');
        await server.settle();
        for (const report of ['daily', 'pages', 'sources', 'breakdown?dimension=exit_page']) {
          expect(without(await get<object>(erased, report), ['site'])).toEqual(
            without(await get<object>(never, report), ['site']),
          );
        }
      }),
      { numRuns: 12 },
    );
  });

  it('cuts sessions that have no id at gaps over 30 minutes, in whatever order the views come', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ season, drawn, shuffle, batch }) => {
        const site = await makeSite(season);
        // Within six hours, so that gaps of about 30 minutes are common.
        const dense = drawn.map((sketch) => ({ ...sketch, minute: Math.abs(sketch.minute) % 360 }));
        const views = toPageViews(site.id, site.startAt, dense).map((view) => ({
          ...view,
          isSessionDerived: true,
          // A derived visitor lives one calendar day of the site.
          visitorId: `${view.visitorId}.${localDate(view.viewedAt, season.timeZone)}`,
        }));
        const provisional = views.map((view) => ({
          ...view,
          sessionId: derivedSessionId(view.visitorId, view.viewedAt),
        }));
        const order = provisional
          .map((view) => ({ view, rank: shuffle.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank);
        await append(
          order.map(({ view }) => view),
          batch,
          { isSettledBetween: true },
        );
        const { data, totals } = await get<DailyReport>(site, 'daily');
        const reference = referenceFigures(cutSessions(views), {
          from: season.from,
          to: site.to,
          timeZone: season.timeZone,
        });
        expectFigures(totals, reference.total);
        for (const day of data) if (reference.days.has(day.date)) expectFigures(day, reference.days.get(day.date)!);
      }),
      { numRuns: 12 },
    );
  });
});

/** Each visitor's views, cut where more than 30 minutes lie between two. */
function cutSessions(views: NewPageView[]): NewPageView[] {
  const lastSeen = new Map<string, { at: number; sessionId: string }>();
  return [...views]
    .sort((a, b) => a.viewedAt.getTime() - b.viewedAt.getTime())
    .map((view) => {
      const at = view.viewedAt.getTime();
      const last = lastSeen.get(view.visitorId);
      const sessionId = last && at - last.at <= 30 * 60_000 ? last.sessionId : `${view.visitorId} ${at}`;
      lastSeen.set(view.visitorId, { at, sessionId });
      return { ...view, sessionId };
    });
}

interface Site {
  id: number;
  domain: string;
  startAt: Date;
  from: string;
  to: string;
}

async function makeSite(season: { timeZone: string; from: string }): Promise<Site> {
  sitesMade += 1;
  const domain = `site-${sitesMade}.example`;
  const { id } = await server.sites.save({ domain, name: domain, timezone: season.timeZone });
  return {
    id,
    domain,
    startAt: startOfDay(season.from, season.timeZone),
    from: season.from,
    to: addDays(season.from, SEASON_DAYS - 1),
  };
}

async function append(
  views: NewPageView[],
  batch: number,
  options: { isSettledBetween?: boolean } = {},
): Promise<void> {
  for (let start = 0; start < views.length; start += batch) {
    await server.events.append(views.slice(start, start + batch));
    if (options.isSettledBetween && start % 3 === 0) await server.settle();
  }
  await server.settle();
}

async function get<Report>(site: Site, report: string, more = ''): Promise<Report> {
  const mark = report.includes('?') ? '&' : '?';
  const url = `${server.url}/api/metrics/${report}${mark}site=${site.domain}&start_date=${site.from}&end_date=${site.to}&limit=1000${more}`;
  const response = await fetch(url);
  const body = (await response.json()) as Report;
  expect([response.status, body]).toEqual([200, body]);
  return body;
}

/** The event id of a copy, in the same order as the originals. */
function twinOf(eventId: string, index: number): string {
  return eventId.slice(0, -12) + index.toString(16).padStart(12, '0');
}

function sum<Key extends string>(rows: Record<Key, number>[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0);
}

function without(report: object, keys: string[]): object {
  return Object.fromEntries(Object.entries(report).filter(([key]) => !keys.includes(key)));
}

function expectFigures(actual: Figures, expected: Figures): void {
  for (const key of Object.keys(expected) as (keyof Figures)[]) {
    const value = expected[key];
    if (value === null || Number.isInteger(value)) expect({ [key]: actual[key] }).toEqual({ [key]: value });
    else expect(actual[key]).toBeCloseTo(value, 6);
  }
}
