import { addDays, localDate } from '../../domain/period.js';
import type { NewCustomEvent, NewPageView } from '../../events/index.js';
import { buildPageView, startTestServer, type TestServer } from '../../testing/index.js';

/** Who is to be erased: a name, a UUID as the tracker makes it, or what the server derives without consent. */
export const visitors = {
  'of a program': { visitorId: 'program/ä visitor 7', isSessionDerived: false },
  'of the tracker': { visitorId: '9d1c8f52-3a77-4e0b-8a41-5f0f6f2c7b10', isSessionDerived: false },
  'without consent': { visitorId: 'c0ffee52a9d84c1f9b3e77aa10d2e4f6', isSessionDerived: true },
} as const;

export type Person = (typeof visitors)[keyof typeof visitors];

/** What only that visitor has: pages, a referrer, a program, properties of an event. */
export const OWN_WORDS = ['only-of-this-visitor', 'OnlyTheirs/1.0', 'their-search.example', 'their-plan'];

const TIME_ZONE = 'America/New_York';
const MINUTE_MS = 60_000;
const NOW = new Date();
const TODAY = NOW.toISOString().slice(0, 10);
export const daysAgo = (days: number): string => addDays(TODAY, -days);
const at = (days: number, time: string): Date => new Date(`${daysAgo(days)}T${time}Z`);

/** A world with two sites, in which others come on some of the last 60 days, and the visitor does or never did. */
export interface World {
  server: TestServer;
  siteIds: number[];
  /** How many events the visitor has on each site, and on which days of its time zone. */
  came: { events: number; days: string[] }[];
}

export const DOMAINS = ['shop.example', 'blog.example'];
/** How many days ago others, and the visitor, came to each site. */
const VISITS = [
  { others: [0, 1, 2, 5, 9, 20, 33, 60], past: [60, 59, 40, 20, 9, 5, 1] },
  { others: [1, 20], past: [20, 1] },
];

/** Days of which, in the end, the oldest are only in the archive, some in both, the last only in PostgreSQL. */
export async function makeWorld(person: Person | null): Promise<World> {
  const server = await startTestServer({ now: () => NOW });
  const siteIds: number[] = [];
  for (const domain of DOMAINS)
    siteIds.push((await server.sites.save({ domain, name: domain, timezone: TIME_ZONE })).id);
  const world: World = { server, siteIds, came: [] };
  for (const [index, siteId] of siteIds.entries()) {
    const { others, past } = VISITS[index] ?? { others: [], past: [] };
    await server.events.append(othersOf(siteId, others));
    if (person) world.came.push(await come(server, siteId, past, person));
  }
  await server.settle();
  await archive(world);
  await server.events.applyRetention({ hotDays: 7, retentionDays: 730 });
  await server.settle();
  return world;
}

const daysOf = (views: readonly NewPageView[]): string[] =>
  [...new Set(views.map(({ viewedAt }) => localDate(viewedAt, TIME_ZONE)))].sort();

/** Brings archive and summaries up to date. */
export async function archive({ server }: World): Promise<void> {
  const { failed } = await server.events.closeDays({ isEveryDirtyDue: true });
  if (failed.length > 0) throw new Error(`not archived: ${JSON.stringify(failed)}`);
  await server.events.summarize();
  await server.events.catchUp();
}

function othersOf(siteId: number, days: readonly number[]): NewPageView[] {
  const views = days.flatMap((day) =>
    [1, 2, 3].map((number) =>
      buildPageView({
        siteId,
        viewedAt: at(day, `0${String(number)}:30:00`),
        visitorId: `other-${String(number)}`,
        sessionId: `other-${String(number)}-${String(day)}`,
        pageUrl: `https://${DOMAINS[0] ?? ''}/${String((day + number) % 3)}`,
        timeOnPage: number * 10,
        country: number === 1 ? 'DE' : null,
        language: 'en',
        userAgent: 'Common/1.0',
      }),
    ),
  );
  const lately = [2, 20].map((minutes) =>
    buildPageView({
      siteId,
      viewedAt: new Date(NOW.getTime() - minutes * MINUTE_MS),
      visitorId: `late-${String(minutes)}`,
      sessionId: `late-${String(minutes)}`,
    }),
  );
  return [...views.filter(({ viewedAt }) => viewedAt < NOW), ...lately];
}

/** On days of their own, on days of others, over midnight, just now, and still reading. */
async function come(
  server: TestServer,
  siteId: number,
  pastDays: readonly number[],
  { visitorId, isSessionDerived }: Person,
): Promise<World['came'][number]> {
  const view = (viewedAt: Date, about: Partial<NewPageView> = {}): NewPageView => {
    const day = viewedAt.toISOString().slice(0, 10);
    return buildPageView({
      siteId,
      visitorId,
      sessionId: isSessionDerived ? `${visitorId}.${viewedAt.getTime()}` : `of-them-${day}`,
      isSessionDerived,
      viewedAt,
      pageUrl: `https://${DOMAINS[0] ?? ''}/${OWN_WORDS[0] ?? ''}/${day}`,
      userAgent: OWN_WORDS[1] ?? null,
      referrer: `https://${OWN_WORDS[2] ?? ''}/`,
      source: OWN_WORDS[2] ?? null,
      channel: 'Referral',
      utmCampaign: 'theirs',
      browser: 'Rare',
      country: 'FR',
      timeOnPage: 33,
      ...about,
    });
  };
  const past = pastDays.flatMap((day) => [
    view(at(day, '12:00:00')),
    view(at(day, '12:05:00'), { pageUrl: `https://${DOMAINS[0] ?? ''}/1`, userAgent: 'Common/1.0' }),
  ]);
  const midnight = [view(at(33, '04:50:00')), view(at(33, '05:10:00'))];
  const reading = view(new Date(NOW.getTime() - 40 * MINUTE_MS), { timeOnPage: 10 });
  const views = [...past, ...midnight, reading, view(new Date(NOW.getTime() - MINUTE_MS))];
  await server.events.append(views);
  await server.events.append([{ ...reading, timeOnPage: 2_000 }]);
  const custom: NewCustomEvent = {
    siteId,
    eventId: buildPageView({ siteId }).eventId,
    name: 'bought',
    props: { plan: OWN_WORDS[3] ?? '' },
    pageUrl: reading.pageUrl,
    visitorId,
    sessionId: reading.sessionId,
    happenedAt: reading.viewedAt,
  };
  await server.events.appendCustom([custom]);
  return { events: views.length + 1, days: daysOf(views) };
}
