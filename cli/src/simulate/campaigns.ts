import { type Arrival, burstArrivals } from './arrivals.js';
import { drawUniform } from './draws.js';
import { pageId, PAGES_PER_TOPIC, TOPIC_COUNT } from './pages.js';
import { dayOfNumber, MS_PER_DAY } from './simulation-plan.js';

/** Part of a campaign: the sessions of one kind it brings while it runs. */
export interface CampaignArrival extends Arrival {
  id: number;
  firstDay: number;
  /** Of a day's sessions (bursts aside), by day since it began. */
  shares: readonly number[];
}

/** Many come within hours, from one place to one page. */
export interface Burst {
  arrival: number;
  page: number;
  /** In days' worth of page views. */
  size: number;
  beginsAtMs: number;
  /** So long after its beginning it is down to a third. */
  fadesMs: number;
}

/** Campaigns and bursts are drawn for stretches of so many days. */
const STRETCH_DAYS = 28;
const BURST_CHANCE = 0.5;
const HOUR_MS = 3_600_000;

/** Ids of arrivals that aren't drawn by weight begin here. */
export const FIRST_BURST_ARRIVAL = 1_000_000;
const FIRST_CAMPAIGN_ARRIVAL = 2_000_000;

const words = ['buy', 'best', 'cheap', 'used', 'new', 'test', 'near me', 'sale'];
const things = ['boots', 'bikes', 'tents', 'espresso machine', 'garden tools'];

/** The campaigns that begin in a stretch: a letter each, and every other time advertisements for some weeks. */
function campaignsOfStretch(seed: number, stretch: number): CampaignArrival[] {
  const draw = (purpose: number) => drawUniform(seed, purpose, stretch);
  const letterDay = stretch * STRETCH_DAYS + Math.floor(draw(1) * 24);
  const letter = `letter-${dayOfNumber(letterDay).slice(0, 7)}`;
  const landingPage = pageId(1 + Math.floor(draw(2) * TOPIC_COUNT), 1 + Math.floor(draw(3) * 8));
  const common = { landingPage, homeShare: 0.2 };
  const parts: Omit<CampaignArrival, 'id'>[] = [
    ['header', 0.6] as const,
    ['story', 0.3] as const,
    ['footer', 0.1] as const,
  ].map(([content, part]) => ({
    ...common,
    ...{ source: 'newsletter', channel: 'Email', referrer: null, bounceShare: 0.36, firstDay: letterDay },
    utm: { source: 'newsletter', medium: 'email', campaign: letter, content },
    shares: [0.09, 0.04, 0.02, 0.01, 0.005].map((share) => share * part),
  }));
  if (stretch % 2 === 0) {
    const firstDay = stretch * STRETCH_DAYS + Math.floor(draw(4) * 14);
    const campaign = `offer-${dayOfNumber(firstDay).slice(0, 7)}`;
    const run = { ...common, firstDay };
    const terms = things.flatMap((thing) => words.map((word) => `${word} ${thing}`));
    const shares = (share: number) => Array.from({ length: 18 }, () => share);
    for (const [index, term] of terms.entries())
      parts.push({
        ...run,
        ...{ source: 'google', channel: 'Paid Search', referrer: 'https://www.google.com/', bounceShare: 0.52 },
        utm: { source: 'google', medium: 'cpc', campaign, term },
        shares: shares(0.015 / (index + 1)),
      });
    for (const content of ['story', 'feed'])
      parts.push({
        ...run,
        ...{ source: 'instagram', channel: 'Paid Social', referrer: 'https://l.instagram.com/', bounceShare: 0.62 },
        utm: { source: 'instagram', medium: 'paid_social', campaign, content },
        shares: shares(0.012),
      });
  }
  return parts.map((part, index) => ({ ...part, id: FIRST_CAMPAIGN_ARRIVAL + stretch * 100 + index }));
}

/** Every part of a campaign that runs on one of these days. */
export function listCampaigns(seed: number, fromDay: number, toDay: number): CampaignArrival[] {
  const [first, last] = [Math.floor(fromDay / STRETCH_DAYS) - 1, Math.floor(toDay / STRETCH_DAYS)];
  return Array.from({ length: last - first + 1 }, (_, index) => campaignsOfStretch(seed, first + index))
    .flat()
    .filter(({ firstDay, shares }) => firstDay <= toDay && firstDay + shares.length > fromDay);
}

/** The burst of a day, if there's one: on its first day, or fading on its second. */
export function findBurst(seed: number, day: number): Burst | undefined {
  const stretch = Math.floor(day / STRETCH_DAYS);
  const draw = (purpose: number) => drawUniform(seed, purpose, stretch);
  const daysSince = day - stretch * STRETCH_DAYS - Math.floor(draw(11) * (STRETCH_DAYS - 1));
  if (draw(10) >= BURST_CHANCE || daysSince < 0 || daysSince > 1) return undefined;
  const kind = {
    arrival: FIRST_BURST_ARRIVAL + Math.floor(draw(12) * burstArrivals.length),
    page: pageId(1 + Math.floor(draw(13) * TOPIC_COUNT), PAGES_PER_TOPIC - Math.floor(draw(14) * 60)),
  };
  const size = 0.25 + 0.6 * draw(15);
  if (daysSince === 1) return { ...kind, size: 0.3 * size, beginsAtMs: day * MS_PER_DAY, fadesMs: 9 * HOUR_MS };
  return { ...kind, size, beginsAtMs: day * MS_PER_DAY + (6 + 12 * draw(16)) * HOUR_MS, fadesMs: 3 * HOUR_MS };
}
