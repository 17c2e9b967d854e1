import type { EvidenceDimension, RecommendationType } from '@tidemark/contracts';
import type { Nature, SiteNature } from './site-nature.js';

export const injectionKinds = [
  'page_drop',
  'country_outage',
  'mobile_bounce',
  'new_referrer',
  'dying_source',
  'tracker_gap',
  'bot_wave',
  'slow_decline',
] as const;
export type InjectionKind = (typeof injectionKinds)[number];

/** Something that happens to a simulated site from a day on. */
export interface Injection {
  kind: InjectionKind;
  /** Index of its first day. */
  startDay: number;
  /** First day on which it's as large as asked for; the same where it begins at once. */
  fullDay: number;
  /** What it's about: index into the site's pages, sources, ...; -1 where it's about none. */
  index: number;
  /** The share that is lost, points of bounce rate, sessions a day, or by how much bots are more: by kind. */
  size: number;
  /** Hours without views, of a gap. */
  hours: readonly number[];
  /** What should be found. */
  expected: { type: RecommendationType; dimension: EvidenceDimension | null; value: string | null };
}

export const NEW_REFERRER = 'spotlight.example';
const WEEKLY_DECLINE = 0.05;
/** A new referrer on a large site brings some share of it: nine sessions would be nobody's news. */
const REFERRER_SHARE = 0.003;
const LEAST_POINTS = 0.06;

/**
 * Plans an event whose effect on a day is `deviations` standard deviations of that figure's days, known from how the site is
 * made: chance of the count, its own ups and downs, and the site's. Null where the site has no group on which the kind of
 * event has that size.
 */
export function planInjection(
  site: SiteNature,
  kind: InjectionKind,
  { startDay, deviations }: { startDay: number; deviations: number },
): Injection | null {
  const at = { kind, startDay, fullDay: startDay, index: -1, size: 0, hours: [] };
  const noiseOf = (nature: Nature, perDay: number): number =>
    Math.sqrt(1 / (nature.share * perDay) + nature.noise ** 2 + site.noise ** 2);
  /** The group whose loss of so many deviations is nearest to `share`, within bounds. */
  const pick = (groups: readonly Nature[], perDay: number, share: number, [low, high]: [number, number]) =>
    groups
      .map((nature, index) => ({ nature, index, size: deviations * noiseOf(nature, perDay) }))
      .filter(({ size, nature }) => size >= low && size <= high && nature.value !== 'Direct')
      .sort((a, b) => Math.abs(a.size - share) - Math.abs(b.size - share))[0] ?? null;

  switch (kind) {
    case 'page_drop': {
      const hit = pick(site.pages, site.visitsPerDay, 0.3, [0.22, 0.4]);
      return hit && { ...at, ...hit, expected: { type: 'page_trend', dimension: 'page', value: hit.nature.value } };
    }
    case 'slow_decline': {
      const hit = pick(site.pages, site.visitsPerDay, 0.22, [0.17, 0.3]);
      if (!hit) return null;
      const days = Math.ceil((7 * Math.log(1 - hit.size)) / Math.log(1 - WEEKLY_DECLINE));
      return {
        ...at,
        ...hit,
        startDay: startDay - days,
        size: WEEKLY_DECLINE,
        expected: { type: 'page_trend', dimension: 'page', value: hit.nature.value },
      };
    }
    case 'dying_source': {
      const hit = pick(site.sources, site.sessionsPerDay, 0.6, [0.3, 0.9]);
      return hit && { ...at, ...hit, expected: { type: 'source_trend', dimension: 'source', value: hit.nature.value } };
    }
    case 'country_outage': {
      const visible = site.countries
        .map((nature, index) => ({ nature, index, noise: noiseOf(nature, site.sessionsPerDay) }))
        .filter(({ noise }) => deviations * noise <= 1)
        .sort((a, b) => b.noise - a.noise)[0];
      if (!visible) return null;
      const { nature, index } = visible;
      return {
        ...at,
        index,
        size: 1,
        expected: { type: 'audience_problem', dimension: 'country', value: nature.value },
      };
    }
    case 'mobile_bounce': {
      const index = site.devices.findIndex(({ value }) => value === 'mobile');
      const sessions = (site.devices[index]?.share ?? 0) * site.sessionsPerDay;
      const points = Math.max(LEAST_POINTS, deviations * Math.sqrt(0.25 / sessions + (0.25 * site.bounceNoise) ** 2));
      if (points > 0.45) return null;
      return {
        ...at,
        index,
        size: points,
        expected: { type: 'audience_problem', dimension: 'device_type', value: 'mobile' },
      };
    }
    case 'new_referrer':
      return {
        ...at,
        size: Math.max(deviations ** 2, REFERRER_SHARE * site.sessionsPerDay),
        expected: { type: 'source_trend', dimension: 'source', value: NEW_REFERRER },
      };
    case 'tracker_gap': {
      const noise = Math.sqrt(1 / site.visitsPerDay + site.noise ** 2);
      const hours = pickHours(site.hours, deviations * noise);
      return hours && { ...at, hours, expected: { type: 'tracking_outage', dimension: null, value: null } };
    }
    case 'bot_wave':
      return {
        ...at,
        // Its ups and downs are told in logarithms, and so is this.
        size: Math.expm1(deviations * Math.sqrt(1 / site.botsPerDay + site.botNoise ** 2)),
        expected: { type: 'bot_surge', dimension: 'ignore_reason', value: 'bot' },
      };
  }
}

/** Hours from nine on that hold this share of a day. */
function pickHours(shares: readonly number[], share: number): number[] | null {
  const hours: number[] = [];
  let held = 0;
  for (let hour = 9; hour < 24 && held < share; hour += 1) {
    hours.push(hour);
    held += shares[hour] ?? 0;
  }
  return held >= share ? hours : null;
}
