/** Simulated sites, looked at day by day as the product does. */
import { adviceTypes, buildWorld, findRecommendations, nameOf } from '@tidemark/api/testing';

export const DECLARED_TYPES = [
  'traffic_anomaly',
  'tracking_outage',
  'page_trend',
  'source_trend',
  'audience_problem',
  'bot_surge',
  'entry_page_bounce',
  'campaign_bounce',
  'early_exit',
  'not_found',
];
const WORLD_DAYS = 90;
const RUN_DAYS = 30;
/** A card that is found again within so many days is the same. */
const FORGOTTEN_AFTER = 7;
const SIZES = [50, 200, 1_000, 5_000, 20_000, 50_000];
const FIRST_INJECTED_SEED = 100_000;
const MOST_TRIED = 40;
const START_DAY = 80;

/** What the owner of a site is told day by day; what was told in the last month is known to the next run, as in the product. */
function followAlarms(world, options) {
  const cards = new Map();
  return (day) => {
    const told = [...cards.values()]
      .filter(({ lastDay }) => day - lastDay < RUN_DAYS)
      .map(({ type, key, firstDay }) => ({ type, key, isDoubtful: day - firstDay < RUN_DAYS }));
    const findings = findRecommendations(world.observe(day), { ...options, told });
    const alarms = findings.filter(({ type }) => !adviceTypes.includes(type));
    for (const { type, key } of alarms) {
      const name = nameOf({ type, key });
      cards.set(name, { type, key, firstDay: cards.get(name)?.firstDay ?? day, lastDay: day });
    }
    return alarms;
  };
}

/** Alarms of sites where nothing happens: those of the days before the month are known already. */
export function measureFalseAlarms({ sites, options, firstSeed = 1 }) {
  const byType = {};
  const counts = [];
  let runs = 0;
  const beganMs = performance.now();
  for (let seed = firstSeed; seed < firstSeed + sites; seed += 1) {
    const world = buildWorld({ seed, days: WORLD_DAYS });
    const alarmsOn = followAlarms(world, options);
    const lastSeen = new Map();
    let alarms = 0;
    for (let day = WORLD_DAYS - RUN_DAYS - 1; day < WORLD_DAYS; day += 1) {
      for (const finding of alarmsOn(day)) {
        const name = nameOf(finding);
        const isKnown = day - (lastSeen.get(name) ?? Number.NEGATIVE_INFINITY) <= FORGOTTEN_AFTER;
        lastSeen.set(name, day);
        if (isKnown || day < WORLD_DAYS - RUN_DAYS) continue;
        alarms += 1;
        byType[finding.type] = (byType[finding.type] ?? 0) + 1;
        if (process.env.EXPLAIN) console.log(seed, Math.round(world.nature.visitsPerDay), day, name, finding.title);
      }
      runs += 1;
    }
    counts.push({ visits: world.nature.visitsPerDay, alarms });
  }
  const sorted = counts.map(({ alarms }) => alarms).sort((a, b) => a - b);
  const meanOf = (list) => list.reduce((sum, { alarms }) => sum + alarms, 0) / list.length;
  return {
    mean: meanOf(counts),
    p99: sorted[Math.min(sorted.length - 1, Math.ceil(0.99 * sorted.length) - 1)],
    most: sorted.at(-1),
    none: sorted.filter((alarms) => alarms === 0).length / sorted.length,
    byType,
    bySize: SIZES.slice(1).map((upTo, index) => {
      const alike = counts.filter(({ visits }) => visits >= SIZES[index] && visits < upTo);
      return { size: `${SIZES[index]} to ${upTo}`, count: alike.length, mean: alike.length > 0 ? meanOf(alike) : null };
    }),
    runMs: (performance.now() - beganMs) / runs,
  };
}

const isExpected = ({ type, evidence }, expected) =>
  type === expected.type &&
  (expected.dimension === null ? evidence.subjects.length === 0 : namesSubject({ evidence }, expected));

const namesSubject = ({ evidence }, { dimension, value }) =>
  evidence.subjects.some((subject) => subject.dimension === dimension && subject.value === value);

const isDrop = ({ type, key }) => type !== 'tracking_outage' && /fewer:|:losing$|:gone$/.test(key);

/** How often an event is found by the end of its second day: by its type or by what it's about, and of these by both. */
export function measureInjection({ kind, worlds, deviations, options }) {
  const outcomes = [];
  for (
    let seed = FIRST_INJECTED_SEED;
    outcomes.length < worlds && seed < FIRST_INJECTED_SEED + MOST_TRIED * worlds;
    seed += 1
  ) {
    const world = buildWorld({ seed, days: WORLD_DAYS, injection: { kind, startDay: START_DAY, deviations } });
    if (world !== null) outcomes.push(followWorld(world, { kind, options, seed }));
  }
  const found = outcomes.filter(({ isFound }) => isFound);
  const shareOf = (list, holds) => (list.length > 0 ? list.filter(holds).length / list.length : null);
  return {
    worlds: outcomes.length,
    recall: shareOf(outcomes, ({ isFound }) => isFound),
    right: shareOf(found, ({ isRight }) => isRight),
    others: outcomes.reduce((sum, { others }) => sum + others, 0) / Math.max(1, outcomes.length),
    drops: kind === 'tracker_gap' ? outcomes.filter(({ isCalledDrop }) => isCalledDrop).length : null,
  };
}

function followWorld(world, { kind, options, seed }) {
  const { startDay, fullDay, expected } = world.injection;
  const alarmsOn = followAlarms(world, options);
  for (let day = startDay - RUN_DAYS; day < startDay - 1; day += 1) alarmsOn(day);
  const known = new Set(alarmsOn(startDay - 1).map(nameOf));
  const fresh = new Map();
  let isCalledDrop = false;
  // A decline may be found before it's as large as asked for; all else begins on the day.
  const [from, to] = [kind === 'slow_decline' ? fullDay - 5 : fullDay, fullDay + 1];
  for (let day = from; day <= (kind === 'tracker_gap' ? startDay + 6 : to); day += 1) {
    const alarms = alarmsOn(day).filter((finding) => !known.has(nameOf(finding)));
    if (kind === 'tracker_gap')
      isCalledDrop ||= alarms.some((finding) => isDrop(finding) && speaksOf(finding, world, startDay));
    if (day > to) continue;
    for (const finding of alarms) fresh.set(nameOf(finding), finding);
  }
  const all = [...fresh.values()];
  const isRight = all.some((finding) => isExpected(finding, expected));
  const isFound = isRight || all.some((finding) => finding.type === expected.type || namesSubject(finding, expected));
  if (process.env.EXPLAIN && !isRight) {
    console.log(kind, seed, Math.round(world.nature.visitsPerDay), expected, world.injection.size, all.map(nameOf));
  }
  return { isFound, isRight, others: all.filter((finding) => !isExpected(finding, expected)).length, isCalledDrop };
}

/** Whether a finding's figures hold those of a day: days that don't count are unknown in its picture. */
function speaksOf({ evidence: { period, series } }, world, day) {
  const date = world.observe(day).dates.at(-1);
  if (date < period.start_date || date > period.end_date) return false;
  return series.some((each) => each.date === date && each.observed !== null);
}
