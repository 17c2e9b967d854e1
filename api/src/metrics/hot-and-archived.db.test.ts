import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { breakdownDimensions, timeseriesIntervals } from '@tidemark/contracts';
import fc from 'fast-check';
import { addDays, startOfDay } from '../domain/period.js';
import type { NewPageView } from '../events/index.js';
import { startTestServer, type TestServer } from '../testing/index.js';
import { SEASON_DAYS, seasons, sketches, toPageViews } from '../testing/random-traffic.js';

/** The one never archives, so that PostgreSQL's rows answer; the other archives, and lets go of what it may. */
let hot: TestServer;
let archiving: TestServer;
beforeAll(async () => {
  [hot, archiving] = await Promise.all([startTestServer(), startTestServer()]);
});
afterAll(() => Promise.all([hot.stop(), archiving.stop()]));

const TODAY = new Date().toISOString().slice(0, 10);
/** Spread over ten days that end today: some are let go of, some are archived and still in PostgreSQL, one is open. */
const lately = { timeZone: 'Asia/Kolkata', from: addDays(TODAY, -9), days: 10, spread: 3 };
const spans = [lately, ...seasons.map((season) => ({ ...season, days: SEASON_DAYS, spread: 1 }))];

const reports = [
  'daily?',
  'pages?',
  'sources?',
  ...timeseriesIntervals.map((name) => `timeseries?interval=${name}&`),
  ...breakdownDimensions.map((name) => `breakdown?dimension=${name}&`),
];
const filters = [
  '',
  'device_type=mobile',
  'country=!DE',
  'source=Google,example.org',
  'page=example.com/1',
  'page=!*/2,*/3',
  'country=(none)&device_type=desktop',
  'utm_source=news*',
  'utm_campaign=!(none)',
  'channel=Organic*&page=example.com/*',
  'entry_page=example.com/1,example.com/2',
  'exit_page=!*/3',
  'hour_of_day=0,1,2,3,23',
  'weekday_hour=*-0*&language=!de',
];

const world = fc.record({
  span: fc.constantFrom(lately, ...spans),
  drawn: fc.tuple(sketches, sketches, sketches).map((parts) => parts.flat()),
  early: fc.double({ min: 0, max: 1, noNaN: true }),
  from: fc.nat(3),
  length: fc.integer({ min: 1, max: 10 }),
  turn: fc.nat(filters.length - 1),
});
type World = typeof world extends fc.Arbitrary<infer Drawn> ? Drawn : never;

let worldsMade = 0;

describe('invariant 4 of METRICS.md on random traffic', () => {
  it('PostgreSQL, the archive and both across the border answer alike, with late views and erasures after the close', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (drawn) => {
        const domain = `world-${++worldsMade}.example`;
        const { timeZone, from } = drawn.span;
        const sites = await Promise.all(
          [hot, archiving].map((server) => server.sites.save({ domain, name: domain, timezone: timeZone })),
        );
        const [hotSite, archivedSite] = sites.map(({ id }) => id);
        const views = drawViews(drawn, startOfDay(from, timeZone));
        const early = Math.floor(views.length * drawn.early);
        const append = async (server: TestServer, siteId = 0, some = views) => {
          await server.events.append(some.map((view) => ({ ...view, siteId })));
          await server.settle();
        };
        const erase = async (visitorId: string) => {
          const erased = await Promise.all([
            hot.events.eraseVisitor(hotSite ?? 0, visitorId),
            archiving.events.eraseVisitor(archivedSite ?? 0, visitorId),
          ]);
          expect(erased[1]).toEqual(erased[0]);
          await Promise.all([hot.settle(), archiving.settle()]);
        };
        let turn = drawn.turn;
        const expectAlike = (stage: string) => compareReports({ stage, domain, drawn, turn: turn++ });

        await append(hot, hotSite);
        await append(archiving, archivedSite, views.slice(0, early));
        await close();
        await append(archiving, archivedSite, views.slice(early));
        await expectAlike('archived, and changed since');
        await erase('v1');
        await expectAlike('erased since');
        await close();
        await archiving.events.applyRetention({ hotDays: 7, retentionDays: 36_500 });
        await expectAlike('let go of');
        await erase('v2');
        await expectAlike('erased from the archive');
        await close();
        await expectAlike('written anew');
      }),
      { numRuns: 5, endOnFailure: true, interruptAfterTimeLimit: 120_000 },
    );
  }, 240_000);
});

async function close(): Promise<void> {
  expect((await archiving.events.closeDays({ isEveryDirtyDue: true })).failed).toEqual([]);
}

/** With campaigns, browsers and languages beside what the sketches have. */
function drawViews({ drawn, span }: World, startAt: Date): NewPageView[] {
  const spread = drawn.map((sketch) => ({ ...sketch, minute: sketch.minute * span.spread }));
  return toPageViews(0, startAt, spread).map((view, index) => {
    const { session } = drawn[index] ?? { session: 0 };
    // A session is one visitor's: of one that several share the archive can't make anything else when one is erased.
    const visitor = 1 + (session % 6);
    return {
      ...view,
      visitorId: `v${visitor}`,
      utmSource: ['newsletter', 'news', null][session % 3] ?? null,
      utmCampaign: ['spring', null][session % 2] ?? null,
      browser: ['Chrome', 'Firefox', null][visitor % 3] ?? null,
      language: ['de', 'en-US', null][visitor % 3] ?? null,
    };
  });
}

/** Every report, each with another filter than the last time. */
async function compareReports(asked: { stage: string; domain: string; drawn: World; turn: number }): Promise<void> {
  const { from: firstDay, days } = asked.drawn.span;
  const from = addDays(firstDay, Math.min(asked.drawn.from, days - 1));
  const to = addDays(from, asked.drawn.length - 1);
  const answers = reports.map(async (report, index) => {
    const filter = filters[(index + asked.turn * 3) % filters.length] ?? '';
    const question = `${report}site=${asked.domain}&start_date=${from}&end_date=${to}&limit=1000&${filter}`;
    const [left, right] = await Promise.all([hot, archiving].map((server) => ask(server, question)));
    expect([asked.stage, question, right]).toEqual([asked.stage, question, left]);
  });
  await Promise.all(answers);
}

async function ask(server: TestServer, question: string): Promise<unknown> {
  const response = await fetch(`${server.url}/api/metrics/${question}`);
  const body: unknown = await response.json();
  expect([response.status, body]).toEqual([200, body]);
  return body;
}
