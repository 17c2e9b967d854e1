import type { Random } from './random.js';

/** One page, source, country and so on of a simulated site. */
export interface Nature {
  value: string;
  /** Of sessions; entry pages: of sessions of an even source. */
  share: number;
  /** By weekday, about 1. */
  week: readonly number[];
  /** Standard deviation of its own daily ups and downs, in logarithms. */
  noise: number;
}

export interface PageNature extends Nature {
  bounceLogit: number;
  exitLogit: number;
  seconds: number;
}

/** What a simulated site is like before chance has its part. */
export interface SiteNature {
  visitsPerDay: number;
  sessionsPerDay: number;
  week: readonly number[];
  /** A day's growth, in logarithms. */
  growth: number;
  /** Of what moves the whole site from day to day, in logarithms; and how much of it is left on the next day. */
  noise: number;
  memory: number;
  pages: readonly PageNature[];
  sources: readonly Nature[];
  /** By source the probabilities of its entry pages. */
  landings: readonly (readonly number[])[];
  countries: readonly Nature[];
  devices: readonly Nature[];
  browsers: readonly Nature[];
  mobileBounceShift: number;
  bounceNoise: number;
  hours: readonly number[];
  botsPerDay: number;
  botNoise: number;
}

/** Further page visits of a session that isn't a bounce. */
export const FURTHER_VISITS = 1.9;
const COUNTRIES = ['DE', 'US', 'GB', 'FR', 'IN', 'NL', 'AT', 'CH', 'ES', 'IT', 'PL', 'BR'];
const SOURCES = ['Direct', 'Google', 'Bing', 'Newsletter', 'Reddit', 'DuckDuckGo', 'LinkedIn', 'partner.example'];
const BROWSERS = ['Chrome', 'Safari', 'Firefox', 'Edge', 'Samsung Internet'];
const SMALLEST = 50;
const LARGEST = 50_000;
const MEAN_BOUNCE_LOGIT = -0.2;

/** Draws a site: from 50 to 50,000 page visits a day unless said otherwise, few pages and sources making up most of them. */
export function drawSite(random: Random, visitsPerDay?: number): SiteNature {
  const visits = visitsPerDay ?? Math.exp(random.between(Math.log(SMALLEST), Math.log(LARGEST)));
  // Of 100 sessions 45 are a page visit each, and 55 have about three.
  const sessions = visits / (1 + 0.55 * FURTHER_VISITS);
  const weekend = random.between(0.5, 1.2);
  const week = normalise(
    [1, 1.03, 1.02, 1, 0.96, weekend, weekend * 1.03].map((each) => each * random.between(0.96, 1.04)),
  );
  const pageCount = Math.round(Math.min(40, 8 + 5 * Math.log10(visits) ** 1.5));
  const pages = shares(random, pageCount, 1).map((share, index) => ({
    value: index === 0 ? 'site.example/' : `site.example/p${index}`,
    share,
    week: drawWeek(random, 0.02),
    noise: random.between(0.02, 0.07),
    bounceLogit: MEAN_BOUNCE_LOGIT + 0.3 * random.normal(),
    exitLogit: -0.6 + 0.3 * random.normal(),
    seconds: 60 * Math.exp(0.25 * random.normal()),
  }));
  const sources = shares(random, SOURCES.length, 1.1).map((share, index) => ({
    value: SOURCES[index] ?? '',
    share,
    week: drawWeek(random, 0.05),
    noise: random.between(0.02, 0.1),
  }));
  const mobile = random.between(0.3, 0.6);
  return {
    visitsPerDay: visits,
    sessionsPerDay: sessions,
    week,
    growth: random.between(-0.005, 0.025) / 7,
    noise: random.between(0.03, 0.1),
    memory: 0.3,
    pages,
    sources,
    landings: sources.map((_, index) => drawLanding(random, pages, index)),
    countries: shares(random, COUNTRIES.length, 1.2).map((share, index) => ({
      value: COUNTRIES[index] ?? '',
      share,
      week: drawWeek(random, 0.03),
      noise: random.between(0.02, 0.06),
    })),
    devices: [
      { value: 'desktop', share: 0.95 - mobile, week: [1, 1, 1, 1, 1, 0.95, 0.95], noise: 0.01 },
      { value: 'mobile', share: mobile, week: [1, 1, 1, 1, 1, 1.06, 1.06], noise: 0.01 },
      { value: 'tablet', share: 0.05, week: [1, 1, 1, 1, 1, 1, 1], noise: 0.02 },
    ],
    browsers: [0.6, 0.2, 0.1, 0.07, 0.03].map((share, index) => ({
      value: BROWSERS[index] ?? '',
      share,
      week: [1, 1, 1, 1, 1, 1, 1],
      noise: 0.01,
    })),
    mobileBounceShift: random.between(0, 0.3),
    bounceNoise: random.between(0.02, 0.06),
    hours: drawHours(random),
    botsPerDay: visits * random.between(0.2, 0.8),
    botNoise: random.between(0.1, 0.3),
  };
}

/** Shares that fall with the rank to a power (Zipf), with some disorder. */
function shares(random: Random, count: number, power: number): number[] {
  const raw = Array.from({ length: count }, (_, rank) => (rank + 1) ** -power * random.between(0.8, 1.2));
  return toShares(raw);
}

/** Where a source's visitors begin: as all do, but for a third who follow its link to one page. */
function drawLanding(random: Random, pages: readonly PageNature[], source: number): number[] {
  const linked = source < 2 ? 0 : Math.floor(random.uniform() * Math.min(10, pages.length));
  const part = source < 2 ? 0 : 0.35;
  return pages.map(({ share }, index) => (1 - part) * share + (index === linked ? part : 0));
}

function drawWeek(random: Random, spread: number): number[] {
  return normalise(Array.from({ length: 7 }, () => Math.exp(spread * random.normal())));
}

function drawHours(random: Random): number[] {
  const peak = random.between(11, 20);
  return toShares(
    Array.from({ length: 24 }, (_, hour) => 0.06 + Math.exp(1.6 * Math.cos(((hour - peak) * Math.PI) / 12)) / 2),
  );
}

const toShares = (values: readonly number[]): number[] => {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
};

const normalise = (values: readonly number[]): number[] => toShares(values).map((share) => share * values.length);
