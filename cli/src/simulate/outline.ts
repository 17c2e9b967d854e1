import { arrivals, burstArrivals, type WeightedArrival } from './arrivals.js';
import { type Burst, type CampaignArrival, findBurst, FIRST_BURST_ARRIVAL, listCampaigns } from './campaigns.js';
import { drawUniform } from './draws.js';
import { createRhythm, quantilesOf } from './rhythm.js';
import { meanViews } from './session-length.js';
import { firstDayOf, type SimulationPlan } from './simulation-plan.js';

/** What a day is like before its sessions are drawn. Sessions are numbered from 0: of the burst, of new visitors, others. */
export interface DayOutline {
  day: number;
  burst: (Burst & { sessions: number }) | undefined;
  /** Sessions of visitors who weren't here before, those of the burst among them. */
  newSessions: number;
  sessions: number;
  /** New visitors of the days before and of this one, the latest first: who may return. Those of bursts don't. */
  earlierVisitors: { first: number; count: number }[];
  campaigns: CampaignArrival[];
  /** Between these instants lie equal shares of the sessions' beginnings. */
  quantiles: number[];
}

/** New visitors among sessions; the rest have been here before, a few of them on the same day. */
const NEW_SHARE = 0.67;
/** A visitor returns within so many days, or as somebody new. */
export const RETURN_DAYS = 180;
export const QUANTILES = 512;

const outlinesOf = new WeakMap<SimulationPlan, (day: number) => DayOutline>();

/** The outline of a day of a plan, by the day's number. */
export function outlineDay(plan: SimulationPlan, day: number): DayOutline {
  const outlines = outlinesOf.get(plan) ?? createOutlines(plan);
  outlinesOf.set(plan, outlines);
  return outlines(day);
}

/** The sessions of the day that has most. */
export function countMostSessions(plan: SimulationPlan): number {
  const firstDay = firstDayOf(plan);
  return Array.from({ length: plan.days }, (_, index) => outlineDay(plan, firstDay + index).sessions).reduce(
    (most, sessions) => Math.max(most, sessions),
    0,
  );
}

/** What must be known of the whole run, the mean to level at, is computed once. */
function createOutlines(plan: SimulationPlan): (day: number) => DayOutline {
  const firstDay = firstDayOf(plan);
  const rhythmOf = createRhythm({ ...plan, middleDay: firstDay + (plan.days - 1) / 2 });
  // A run shorter than a week is levelled as part of the week it ends.
  const levelDays = Math.max(7, plan.days);
  const levelled = Array.from({ length: levelDays }, (_, index) => firstDay + plan.days - levelDays + index);
  const total = levelled.reduce((sum, day) => sum + rhythmOf(day).factor + (findBurst(plan.seed, day)?.size ?? 0), 0);
  const viewsPerFactor = (plan.eventsPerDay * levelDays) / total;
  const known = new Map<number, Counts>();
  const countOf = (day: number) => {
    const counts = known.get(day) ?? countSessions(plan.seed, day, rhythmOf(day).factor, viewsPerFactor);
    known.set(day, counts);
    return counts;
  };
  return (day) => {
    const rhythm = rhythmOf(day);
    const { burst, newSessions, sessions, campaigns } = countOf(day);
    const earlierVisitors = Array.from({ length: RETURN_DAYS + 1 }, (_, daysAgo) => {
      const earlier = countOf(day - daysAgo);
      const first = earlier.burst?.sessions ?? 0;
      return { first, count: earlier.newSessions - first };
    });
    const quantiles = quantilesOf(day, rhythm.halfHours, QUANTILES);
    return { day, burst, newSessions, sessions, earlierVisitors, campaigns, quantiles };
  };
}

type Counts = Pick<DayOutline, 'burst' | 'newSessions' | 'sessions' | 'campaigns'>;

function countSessions(seed: number, day: number, factor: number, viewsPerFactor: number): Counts {
  const campaigns = listCampaigns(seed, day, day);
  // Rounded up or down by chance, so that small sites come to their mean, too.
  const count = (views: number, bounceShare: number, purpose: number) =>
    Math.floor(views / meanViews(bounceShare) + drawUniform(seed, purpose, day));
  const found = findBurst(seed, day);
  const burstBounces = burstArrivals[(found?.arrival ?? FIRST_BURST_ARRIVAL) - FIRST_BURST_ARRIVAL]?.bounceShare ?? 0;
  const burst = found && { ...found, sessions: count(found.size * viewsPerFactor, burstBounces, 30) };
  const usual = count(factor * viewsPerFactor, usualBounceShare(day, campaigns), 31);
  const ofBurst = burst?.sessions ?? 0;
  return { burst, newSessions: ofBurst + Math.round(NEW_SHARE * usual), sessions: ofBurst + usual, campaigns };
}

function usualBounceShare(day: number, campaigns: readonly CampaignArrival[]): number {
  const bounces = sumOver(campaigns, (campaign) => shareOn(campaign, day) * campaign.bounceShare);
  const share = sumOver(campaigns, (campaign) => shareOn(campaign, day));
  return bounces + (1 - share) * BASE_BOUNCE_SHARE;
}

/** A campaign's share of a day's sessions. */
export function shareOn({ firstDay, shares }: CampaignArrival, day: number): number {
  return shares[day - firstDay] ?? 0;
}

function bounceShareOf(weightOf: (arrival: WeightedArrival) => number): number {
  return sumOver(arrivals, (arrival) => weightOf(arrival) * arrival.bounceShare) / sumOver(arrivals, weightOf);
}

const BASE_BOUNCE_SHARE =
  NEW_SHARE * bounceShareOf(({ newWeight }) => newWeight) +
  (1 - NEW_SHARE) * bounceShareOf(({ returningWeight }) => returningWeight);

function sumOver<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0);
}
