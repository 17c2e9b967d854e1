import type { DailySums, ObservedDimension, ObservedGroup, Observations } from '../observations/observations.js';
import { buildWorld, type WorldOptions } from './worlds.js';

/** Observations as tests change them. */
export type Draft = Draftable<Observations>;

type Draftable<T> = T extends readonly (infer Item)[]
  ? Draftable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Draftable<T[Key]> }
    : T;

const QUIET: WorldOptions = { seed: 11, days: 90, visitsPerDay: 4_000, holidaysPerYear: 0 };

/** A site with nothing unusual about it, then changed by the test. */
export function observeQuietSite(
  change: (draft: Draft) => void = () => undefined,
  options: Partial<WorldOptions> = {},
): Observations {
  const draft = structuredClone(observeLastDay({ ...QUIET, ...options })) as Draft;
  change(draft);
  return draft;
}

/** Worlds take a while to build, and tests ask for the same ones: the same options give the same world. */
const observed = new Map<string, Observations>();

function observeLastDay(options: WorldOptions): Observations {
  const name = JSON.stringify(options);
  let observations = observed.get(name);
  if (observations === undefined) {
    const world = buildWorld(options);
    if (world === null) throw new Error('The site has no room for the injection.');
    observations = world.observe(options.days - 1);
    observed.set(name, observations);
  }
  return observations;
}

/** The group of a dimension that a test is about, by its place among the leading ones. */
export function groupAt(draft: Draft, dimension: ObservedDimension, place: number): Draftable<ObservedGroup> {
  const group = draft.groups[dimension][place];
  if (!group) throw new RangeError(`No ${dimension} has place ${place}.`);
  return group;
}

/** A group that wasn't there before the last `days`, with the same figures on each of them. */
export function newGroup(
  value: string,
  length: number,
  days: number,
  figures: Partial<Record<keyof DailySums, number>>,
): Draftable<ObservedGroup> {
  const of = (figure: keyof DailySums): number[] =>
    Array.from({ length }, (_, day) => (day >= length - days ? (figures[figure] ?? 0) : 0));
  return {
    value,
    pageViews: of('pageViews'),
    pageVisits: of('pageVisits'),
    sessions: of('sessions'),
    bounces: of('bounces'),
    timeOnPageSum: of('timeOnPageSum'),
    timeOnPageCount: of('timeOnPageCount'),
    exits: of('exits'),
  };
}
