/**
 * Simulated sites, as what detectors look at: sessions that each have an entry page, source, country, device and browser, drawn day by
 * day from rates with a weekly rhythm, growth, holidays, and ups and downs of the site and of each group that outlast a
 * day. Counts are Poisson about those rates, so they're overdispersed as a whole.
 */
import { addDays } from '../../domain/period.js';
import {
  CROSSED_DAYS,
  OBSERVED_DAYS,
  type CrossedGroup,
  type DailySums,
  type ObservedGroup,
  type Observations,
} from '../observations/observations.js';
import { forecastDays, type Forecaster } from './forecast-days.js';
import { NEW_REFERRER, planInjection, type Injection, type InjectionKind } from './injections.js';
import { createRandom, type Random } from './random.js';
import { drawSite, FURTHER_VISITS, type Nature, type SiteNature } from './site-nature.js';

export interface WorldOptions {
  seed: number;
  days: number;
  visitsPerDay?: number;
  /** What happens, from which day on, in standard deviations of the figure's days. */
  injection?: { kind: InjectionKind; startDay: number; deviations: number };
  /** Days a year that are holidays. */
  holidaysPerYear?: number;
}

export interface World {
  nature: SiteNature;
  /** Null: nothing happens. */
  injection: Injection | null;
  /** What the product would see after this day. */
  observe: (lastDay: number) => Observations;
}

type Sums = { -readonly [Figure in keyof DailySums]: number[] };
type Crossing = 'device_type' | 'browser' | 'country';

const FIRST_DATE = '2025-09-01'; // a Monday
const HOLIDAYS_PER_YEAR = 10;
const VIEWS_PER_VISIT = 1.12;
const TIMED = 0.8;
const AHEAD_DAYS = 7;
const MOBILE = 'mobile';

/** Draws a site and its days. Null where an injection is asked for that the site has no room for. */
export function buildWorld(options: WorldOptions): World | null {
  const random = createRandom(options.seed);
  const nature = drawSite(random, options.visitsPerDay);
  const injection = options.injection ? planInjection(nature, options.injection.kind, options.injection) : null;
  if (options.injection && !injection) return null;
  const days = new WorldDays(nature, injection, options.days);
  const drift = createDrift(random, nature, options);
  for (let day = 0; day < options.days; day += 1) drawDay(random, days, drift(day), day);
  return { nature, injection, observe: createObserver(days) };
}

/** The figures of a world as they're drawn. */
class WorldDays {
  readonly dates: string[];
  readonly weekdays: number[];
  readonly totals: Sums;
  readonly hours: number[][];
  readonly bots: number[];
  readonly stray: number[];
  readonly groups: Record<'page' | 'entry_page' | 'source' | 'country' | 'device_type' | 'browser', Sums[]>;
  readonly campaign: Sums;
  /** By day: sessions and bounces of each entry page by each value. */
  readonly crossed: Record<Crossing, { sessions: Int32Array; bounces: Int32Array }[]>;
  readonly sources: readonly Nature[];

  constructor(
    readonly nature: SiteNature,
    readonly injection: Injection | null,
    readonly length: number,
  ) {
    const empty = (): Sums => emptySums(length);
    this.dates = Array.from({ length }, (_, day) => addDays(FIRST_DATE, day));
    this.weekdays = this.dates.map((_, day) => day % 7);
    this.totals = empty();
    this.hours = this.dates.map(() => new Array<number>(24).fill(0));
    this.bots = new Array<number>(length).fill(0);
    this.stray = new Array<number>(length).fill(0);
    this.campaign = empty();
    this.sources =
      injection?.kind === 'new_referrer'
        ? [
            ...nature.sources,
            {
              value: NEW_REFERRER,
              share: injection.size / nature.sessionsPerDay,
              week: new Array<number>(7).fill(1),
              noise: 0.05,
            },
          ]
        : nature.sources;
    this.groups = {
      page: nature.pages.map(empty),
      entry_page: nature.pages.map(empty),
      source: this.sources.map(empty),
      country: nature.countries.map(empty),
      device_type: nature.devices.map(empty),
      browser: nature.browsers.map(empty),
    };
    this.crossed = { device_type: [], browser: [], country: [] };
  }
}

function emptySums(length: number): Sums {
  const zeros = (): number[] => new Array<number>(length).fill(0);
  return {
    pageViews: zeros(),
    pageVisits: zeros(),
    sessions: zeros(),
    bounces: zeros(),
    timeOnPageSum: zeros(),
    timeOnPageCount: zeros(),
    exits: zeros(),
  };
}

/** A day's rates: sessions of the site, and what each group's share is multiplied by. */
interface DayRates {
  sessions: number;
  pages: readonly number[];
  sources: readonly number[];
  countries: readonly number[];
  devices: readonly number[];
  browsers: readonly number[];
  bounceShift: number;
  bots: number;
}

/** Ups and downs that outlast a day (an autoregression), holidays, growth and the week. */
function createDrift(random: Random, nature: SiteNature, options: WorldOptions): (day: number) => DayRates {
  const wander = (noise: number, memory = nature.memory): (() => number) => {
    let state = random.normal() * noise;
    return () => {
      state = memory * state + Math.sqrt(1 - memory ** 2) * noise * random.normal();
      return state;
    };
  };
  const ofGroups = (groups: readonly Nature[]): ((day: number) => number[]) => {
    const walks = groups.map(({ noise }) => wander(noise));
    return (day) => groups.map(({ week }, index) => (week[day % 7] ?? 1) * Math.exp(walks[index]?.() ?? 0));
  };
  const site = wander(nature.noise);
  const [pages, countries] = [ofGroups(nature.pages), ofGroups(nature.countries)];
  const sources = ofGroups([
    ...nature.sources,
    { value: NEW_REFERRER, share: 0, week: new Array<number>(7).fill(1), noise: 0.05 },
  ]);
  const [devices, browsers] = [ofGroups(nature.devices), ofGroups(nature.browsers)];
  const bounces = wander(nature.bounceNoise);
  const bots = wander(nature.botNoise);
  const holidayChance = (options.holidaysPerYear ?? HOLIDAYS_PER_YEAR) / 365;
  return (day) => {
    const holiday = random.uniform() < holidayChance ? random.between(0.6, 0.95) : 1;
    const level = Math.exp(nature.growth * (day - options.days / 2) + site());
    return {
      sessions: nature.sessionsPerDay * (nature.week[day % 7] ?? 1) * level * holiday,
      pages: pages(day),
      sources: sources(day),
      countries: countries(day),
      devices: devices(day),
      browsers: browsers(day),
      bounceShift: bounces(),
      bots: nature.botsPerDay * Math.exp(bots()),
    };
  };
}

/** What an injection makes of a rate on a day. */
function effectOf(injection: Injection | null, kind: InjectionKind, index: number, day: number): number {
  if (injection?.kind !== kind || injection.index !== index || day < injection.startDay) return 1;
  return kind === 'slow_decline' ? (1 - injection.size) ** ((day - injection.startDay) / 7) : 1 - injection.size;
}

function drawDay(random: Random, world: WorldDays, rates: DayRates, day: number): void {
  const { nature, injection } = world;
  const isOn = (kind: InjectionKind): boolean => injection?.kind === kind && day >= injection.startDay;
  const isGap = injection?.kind === 'tracker_gap' && day === injection.startDay;
  const openHours = nature.hours.map((share, hour) => (isGap && injection.hours.includes(hour) ? 0 : share));
  const open = openHours.reduce((sum, share) => sum + share, 0);

  const countryRates = nature.countries.map(({ share }, index) => share * (rates.countries[index] ?? 1));
  const allCountries = countryRates.reduce((sum, rate) => sum + rate, 0);
  const here = countryRates.map((rate, index) => rate * effectOf(injection, 'country_outage', index, day));
  const reached = here.reduce((sum, rate) => sum + rate, 0) / allCountries;
  const countries = toShares(here);
  const devices = toShares(nature.devices.map(({ share }, index) => share * (rates.devices[index] ?? 1)));
  const browsers = toShares(nature.browsers.map(({ share }, index) => share * (rates.browsers[index] ?? 1)));
  const pageFactors = nature.pages.map(
    (_, index) =>
      (rates.pages[index] ?? 1) *
      effectOf(injection, 'page_drop', index, day) *
      effectOf(injection, 'slow_decline', index, day),
  );

  const entries = nature.pages.map(() => 0);
  world.sources.forEach(({ share }, source) => {
    const isNew = source >= nature.sources.length;
    if (isNew && !isOn('new_referrer')) return;
    const rate =
      rates.sessions *
      reached *
      open *
      share *
      (rates.sources[source] ?? 1) *
      effectOf(injection, 'dying_source', source, day);
    const landing = nature.landings[isNew ? 0 : source] ?? [];
    let sessions = 0;
    landing.forEach((probability, page) => {
      const drawn = random.poisson(rate * probability * (pageFactors[page] ?? 1));
      entries[page] = (entries[page] ?? 0) + drawn;
      sessions += drawn;
    });
    at(world.groups.source, source).sessions[day] = sessions;
  });

  const moved = splitEntries(random, {
    world,
    entries,
    countries,
    devices,
    browsers,
    day,
    bounceShift: rates.bounceShift,
  });
  drawVisits(random, { world, entries, moved, pageFactors, day });
  drawSources(random, world, day);
  const views = world.totals.pageViews[day] ?? 0;
  const jittered = toShares(openHours.map((share) => share * Math.exp(0.08 * random.normal())));
  world.hours[day] = random.split(views, jittered);
  world.bots[day] = random.poisson(rates.bots * (isOn('bot_wave') ? 1 + (injection?.size ?? 0) : 1));
  world.stray[day] = random.poisson(0.2);
}

/** Divides each entry page's sessions by device, browser and country, bounced or not. @returns sessions by page that went on */
function splitEntries(
  random: Random,
  about: {
    world: WorldDays;
    entries: readonly number[];
    countries: readonly number[];
    devices: readonly number[];
    browsers: readonly number[];
    day: number;
    bounceShift: number;
  },
): number[] {
  const { world, day } = about;
  const { nature, injection } = world;
  const crossed = (dimension: Crossing, values: number) => {
    const cells = {
      sessions: new Int32Array(nature.pages.length * values),
      bounces: new Int32Array(nature.pages.length * values),
    };
    world.crossed[dimension][day] = cells;
    return (page: number, counts: readonly number[], isBounce: boolean): void => {
      counts.forEach((count, value) => {
        const cell = page * values + value;
        const group = at(world.groups[dimension], value);
        cells.sessions[cell] = (cells.sessions[cell] ?? 0) + count;
        add(group.sessions, day, count);
        if (!isBounce) return;
        cells.bounces[cell] = (cells.bounces[cell] ?? 0) + count;
        add(group.bounces, day, count);
      });
    };
  };
  const toDevice = crossed('device_type', about.devices.length);
  const toBrowser = crossed('browser', about.browsers.length);
  const toCountry = crossed('country', about.countries.length);
  const defect = injection?.kind === 'mobile_bounce' && day >= injection.startDay ? injection.size : 0;

  return about.entries.map((count, page) => {
    const { bounceLogit } = at(nature.pages, page);
    const byDevice = random.split(count, about.devices);
    const bouncedByDevice = byDevice.map((sessions, device) => {
      const isMobile = at(nature.devices, device).value === MOBILE;
      const logit = bounceLogit + about.bounceShift + (isMobile ? nature.mobileBounceShift : 0);
      const rate = 1 / (1 + Math.exp(-logit)) + (isMobile ? defect : 0);
      return random.binomial(sessions, Math.min(0.99, rate));
    });
    const bounces = bouncedByDevice.reduce((sum, each) => sum + each, 0);
    toDevice(page, bouncedByDevice, true);
    toDevice(
      page,
      byDevice.map((each, device) => each - (bouncedByDevice[device] ?? 0)),
      false,
    );
    for (const [part, isBounce] of [
      [bounces, true],
      [count - bounces, false],
    ] as const) {
      toBrowser(page, random.split(part, about.browsers), isBounce);
      toCountry(page, random.split(part, about.countries), isBounce);
    }
    const entry = at(world.groups.entry_page, page);
    entry.sessions[day] = count;
    entry.bounces[day] = bounces;
    return count - bounces;
  });
}

/** Visits of pages after the first one, where sessions end, views, and time. */
function drawVisits(
  random: Random,
  about: {
    world: WorldDays;
    entries: readonly number[];
    moved: readonly number[];
    pageFactors: readonly number[];
    day: number;
  },
): void {
  const { world, entries, moved, pageFactors, day } = about;
  const { pages } = world.nature;
  const journeys = moved.reduce((sum, each) => sum + each, 0);
  const further = pages.map(({ share }, page) =>
    random.poisson(journeys * FURTHER_VISITS * share * (pageFactors[page] ?? 1)),
  );
  const ending = pages.map(({ exitLogit }, page) => (further[page] ?? 0) / (1 + Math.exp(-exitLogit)));
  const scale =
    journeys /
    Math.max(
      1,
      ending.reduce((sum, each) => sum + each, 0),
    );
  pages.forEach(({ exitLogit, seconds }, page) => {
    const group = at(world.groups.page, page);
    const entry = at(world.groups.entry_page, page);
    const [began, after] = [entries[page] ?? 0, further[page] ?? 0];
    const bounces = began - (moved[page] ?? 0);
    const visits = began + after;
    const ended = random.binomial(after, Math.min(0.95, scale / (1 + Math.exp(-exitLogit))));
    const views = visits + random.poisson(visits * (VIEWS_PER_VISIT - 1));
    const timed = random.binomial(views, TIMED);
    const time =
      timed === 0 ? 0 : Math.max(0, Math.round(timed * seconds * (1 + (0.8 / Math.sqrt(timed)) * random.normal())));
    const figures = { pageViews: views, pageVisits: visits, timeOnPageSum: time, timeOnPageCount: timed };
    for (const [figure, value] of Object.entries(figures) as [keyof typeof figures, number][]) {
      group[figure][day] = value;
      add(world.totals[figure], day, value);
    }
    group.sessions[day] = visits;
    group.bounces[day] = bounces;
    group.exits[day] = bounces + ended;
    entry.pageVisits[day] = began;
    entry.pageViews[day] = began;
    add(world.totals.sessions, day, began);
    add(world.totals.bounces, day, bounces);
  });
}

/** Bounces and campaign of each source; views and visits of what sessions are told by follow from sessions and bounces. */
function drawSources(random: Random, world: WorldDays, day: number): void {
  const { totals, groups, campaign } = world;
  const sessions = totals.sessions[day] ?? 0;
  const rate = sessions > 0 ? (totals.bounces[day] ?? 0) / sessions : 0;
  groups.source.forEach((group) => {
    group.bounces[day] = random.binomial(group.sessions[day] ?? 0, rate);
  });
  const mailed = at(groups.source, 3).sessions[day] ?? 0;
  campaign.sessions[day] = random.binomial(mailed, 0.8);
  campaign.bounces[day] = random.binomial(campaign.sessions[day] ?? 0, Math.min(1, rate + 0.05));
  for (const group of [...groups.source, ...groups.country, ...groups.device_type, ...groups.browser, campaign]) {
    const [all, bounced] = [group.sessions[day] ?? 0, group.bounces[day] ?? 0];
    group.pageVisits[day] = all + Math.round((all - bounced) * FURTHER_VISITS);
    group.pageViews[day] = Math.round((group.pageVisits[day] ?? 0) * VIEWS_PER_VISIT);
    group.timeOnPageCount[day] = Math.round((group.pageViews[day] ?? 0) * TIMED);
    group.timeOnPageSum[day] = (group.timeOnPageCount[day] ?? 0) * 60;
  }
}

/** Cuts out what is seen after a day. */
function createObserver(world: WorldDays): (lastDay: number) => Observations {
  const { nature, dates, weekdays } = world;
  const forecaster: Forecaster = forecastDays(world.totals.pageVisits, weekdays, (day) => addDays(FIRST_DATE, day));
  return (lastDay) => {
    const [from, to] = [Math.max(0, lastDay + 1 - OBSERVED_DAYS), lastDay + 1];
    const cut = (sums: Sums): DailySums => ({
      pageViews: sums.pageViews.slice(from, to),
      pageVisits: sums.pageVisits.slice(from, to),
      sessions: sums.sessions.slice(from, to),
      bounces: sums.bounces.slice(from, to),
      timeOnPageSum: sums.timeOnPageSum.slice(from, to),
      timeOnPageCount: sums.timeOnPageCount.slice(from, to),
      exits: sums.exits.slice(from, to),
    });
    // Groups that have never been seen aren't known.
    const name = (natures: readonly { value: string }[], sums: readonly Sums[]): ObservedGroup[] =>
      natures
        .map(({ value }, index) => ({ value, ...cut(at(sums, index)) }))
        .filter(({ pageViews, sessions }) => pageViews.some(isSome) || sessions.some(isSome));
    return {
      domain: 'site.example',
      timeZone: 'UTC',
      dates: dates.slice(from, to),
      isLeftOut: dates.slice(from, to).map(() => false),
      totals: cut(world.totals),
      hours: world.hours.slice(from, to),
      groups: {
        page: name(nature.pages, world.groups.page),
        entry_page: name(nature.pages, world.groups.entry_page),
        source: name(world.sources, world.groups.source),
        utm_campaign: name([{ value: 'weekly-letter' }], [world.campaign]),
        country: name(nature.countries, world.groups.country),
        device_type: name(nature.devices, world.groups.device_type),
        browser: name(nature.browsers, world.groups.browser),
      },
      crossed: {
        device_type: crossedOf(world, 'device_type', nature.devices, to),
        browser: crossedOf(world, 'browser', nature.browsers, to),
        country: crossedOf(world, 'country', nature.countries, to),
      },
      forecasts: forecaster.aDayAhead.slice(from, to),
      ahead: forecaster.ahead(lastDay, AHEAD_DAYS),
      ignored: [{ reason: 'bot', views: world.bots.slice(from, to) }],
      notFound: [{ page: 'site.example/gone', views: world.stray.slice(from, to) }],
    };
  };
}

function crossedOf(world: WorldDays, dimension: Crossing, values: readonly Nature[], to: number): CrossedGroup[] {
  const days = world.crossed[dimension].slice(Math.max(0, to - CROSSED_DAYS), to);
  return world.nature.pages.flatMap(({ value: entryPage }, page) =>
    values.map(({ value }, index) => {
      const cell = page * values.length + index;
      let [sessions, bounces] = [0, 0];
      for (const cells of days) {
        sessions += cells.sessions[cell] ?? 0;
        bounces += cells.bounces[cell] ?? 0;
      }
      return { entryPage, value, sessions, bounces };
    }),
  );
}

const isSome = (count: number): boolean => count > 0;

function toShares(rates: readonly number[]): number[] {
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  return rates.map((rate) => rate / total);
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There's nothing at ${index}.`);
  return item;
}

function add(values: number[], day: number, count: number): void {
  values[day] = (values[day] ?? 0) + count;
}
