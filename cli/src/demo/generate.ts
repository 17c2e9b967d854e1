import type { NewPageView } from '@tidemark/api';
import { startOfDayMs } from './calendar.js';
import { campaignSources, demoSources, forumSource, reviewSource, type DemoSource } from './catalogue.js';
import { Random, Wheel } from './random.js';
import { expectSessions, hourWeights, planDays, type DemoDay } from './rhythm.js';
import { generateSession } from './session.js';
import { VisitorPool } from './visitors.js';

export interface DemoOptions {
  siteId: number;
  now: Date;
  timeZone: string;
  seed?: number;
  days?: number;
}

const SEED = 20_250_805;
const DAY_NOISE = 0.07;
const RETURNING_SHARE = 0.34;
const CAMPAIGN_LIFT = 0.45;
const LINKED_SESSIONS = 420;
const REVIEW_SESSIONS = 28;
const OUTAGE_SHARE = 0.06;
/** Sessions of the last half hour, so that the live view shows something at any time of the day. */
const LIVE_SESSIONS = 14;
const LIVE_MINUTES = 28;

/**
 * The demo's page views, day by day up to now. Pure: the same options give the same views. The story is told by
 * `rhythm.ts` (how many), `readers.ts`, `catalogue.ts` and `pages.ts` (who, whence, what) and `session.ts` (what a session looks like).
 */
export function* generateDemo(options: DemoOptions): Generator<{ date: string; views: NewPageView[] }> {
  const random = new Random(options.seed ?? SEED);
  const visitors = new VisitorPool(random);
  const nowMs = options.now.getTime();
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: options.timeZone }).format(nowMs);
  for (const day of planDays(today, options.days)) {
    const sources = sourcesOf(day);
    const starts = drawStarts(random, day, startOfDayMs(day.date, options.timeZone));
    if (day.date === today) {
      for (let index = 0; index < LIVE_SESSIONS; index++)
        starts.push({ atMs: nowMs - (index + random.float()) * (LIVE_MINUTES / LIVE_SESSIONS) * 60_000, source: null });
    }
    const views = starts
      .filter(({ atMs }) => atMs <= nowMs)
      .sort((a, b) => a.atMs - b.atMs)
      .flatMap(({ atMs, source }) => {
        const visitor = visitors.draw(source === null && random.chance(RETURNING_SHARE));
        return generateSession({
          random,
          siteId: options.siteId,
          visitor,
          source: source ?? random.pick(sources),
          startMs: atMs,
          nowMs,
        });
      });
    yield { date: day.date, views };
  }
}

interface Start {
  atMs: number;
  /** Null: one of the usual ones. */
  source: DemoSource | null;
}

/** When the day's sessions begin, and which of them have a special reason. */
function drawStarts(random: Random, day: DemoDay, startOfDay: number): Start[] {
  const usual = expectSessions(day) * Math.exp(DAY_NOISE * random.normal()) * (day.isOutage ? OUTAGE_SHARE : 1);
  const hours = new Wheel(hourWeights(day.date).map((weight, hour) => [hour, weight] as const));
  const drawMs = (): number => startOfDay + (random.pick(hours) * 3_600 + random.float() * 3_600) * 1_000;
  const draw = (count: number, drawSourceOf: () => DemoSource | null): Start[] =>
    Array.from({ length: count }, () => ({ atMs: drawMs(), source: drawSourceOf() }));
  return [
    ...draw(random.poisson(usual), () => null),
    ...draw(day.isCampaign ? random.poisson(usual * CAMPAIGN_LIFT) : 0, () => random.pick(campaignSources)),
    ...draw(day.isLinked ? random.poisson(LINKED_SESSIONS) : 0, () => forumSource),
    ...draw(day.isReviewed ? random.poisson(REVIEW_SESSIONS) : 0, () => reviewSource),
  ];
}

/** The usual sources, at the shares they have by then. */
function sourcesOf({ progress }: DemoDay): Wheel<DemoSource> {
  return new Wheel(
    demoSources.map((source) => [source, source.weights[0] * (1 - progress) + source.weights[1] * progress] as const),
  );
}
