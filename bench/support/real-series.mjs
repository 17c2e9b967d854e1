/** What is found on real daily series: a site's total alone, day by day over its last months. */
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { findRecommendations, forecastDays } from '@tidemark/api/testing';
import { plotSeries, plotSheet } from './plot-series.mjs';
import { printTable } from './print.mjs';

const DAY_MS = 86_400_000;
const OBSERVED_DAYS = 90;
const RUN_DAYS = 90;
/** Of which each day needs the days that it's held against. */
const LEAST_DAYS = 365;
const PLOTTED = 20;
const SIZES = [0, 50, 200, 1_000, 5_000, Number.POSITIVE_INFINITY];

/** Prints how many days are told of, by size, and draws twenty of them, picked evenly over all. */
export async function measureRealSeries({ folder, picture, limit, options }) {
  const series = await readSeries(path.join(folder, 'series.csv.gz'), limit);
  const followed = series.map((each) => ({ ...each, ...follow(each, options) }));
  console.log(`Real series: ${followed.length}, the last ${RUN_DAYS} days of each, run daily\n`);
  printTable(
    [
      'median a day',
      'series',
      'spikes a month',
      'drops a month',
      'of spikes over twice the week around',
      'of drops under half',
    ],
    SIZES.slice(1).map((upTo, index) => {
      const alike = followed.filter(({ median }) => median >= SIZES[index] && median < upTo);
      const [up, down] = ['more', 'fewer'].map((way) =>
        alike.flatMap(({ told }) => told.filter(({ kind }) => kind === way)),
      );
      const perMonth = (list) => (alike.length > 0 ? ((list.length * 30) / RUN_DAYS / alike.length).toFixed(2) : '–');
      const share = (list, holds) =>
        list.length > 0 ? `${Math.round((100 * list.filter(holds).length) / list.length)}%` : '–';
      return [
        `${SIZES[index]} to ${upTo === Number.POSITIVE_INFINITY ? 'more' : upTo}`,
        alike.length,
        perMonth(up),
        perMonth(down),
        share(up, ({ ratio }) => ratio >= 2),
        share(down, ({ ratio }) => ratio <= 0.5),
      ];
    }),
  );
  console.log('');
  if (picture) await drawSome(followed, picture);
}

async function readSeries(file, limit) {
  const all = new Map();
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const [id, date, value] = line.split(',');
    if (id === 'series_id') continue;
    const known = all.get(id);
    if (known) known.set(date, Number(value));
    else all.set(id, new Map([[date, Number(value)]]));
  }
  // The series of one wiki move together: one of each.
  const single = [...all].filter(([id]) => !/\/(desktop|mobile)$/.test(id));
  const step = Math.max(1, single.length / limit);
  const picked = single.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  return picked.map(([id, values]) => toDays(id, values)).filter(({ counts }) => counts.length >= LEAST_DAYS);
}

function toDays(id, values) {
  const dates = [...values.keys()].sort();
  const [first, last] = [Date.parse(dates[0]), Date.parse(dates.at(-1))];
  const days = Array.from({ length: (last - first) / DAY_MS + 1 }, (_, index) => new Date(first + index * DAY_MS));
  const names = days.map((day) => day.toISOString().slice(0, 10));
  return {
    id,
    dates: names,
    weekdays: days.map((day) => (day.getUTCDay() + 6) % 7),
    counts: names.map((name) => values.get(name) ?? 0),
    isMissing: names.map((name) => !values.has(name)),
  };
}

const medianOf = (list) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;

/** What is told of each day of the last months. */
function follow({ dates, weekdays, counts, isMissing }, options) {
  // What is missing in the source is forecast from as if it had been as a week before.
  const filled = [...counts];
  isMissing.forEach((missing, day) => {
    if (missing) filled[day] = filled[day - 7] ?? 0;
  });
  const { aDayAhead } = forecastDays(filled, weekdays, (day) => dates[day]);
  const told = new Map();
  for (let last = counts.length - RUN_DAYS; last < counts.length; last += 1) {
    const [from, to] = [Math.max(0, last + 1 - OBSERVED_DAYS), last + 1];
    const observations = observe({ dates, counts, isMissing, forecasts: aDayAhead }, from, to);
    for (const finding of findRecommendations(observations, options)) {
      if (finding.type !== 'traffic_anomaly' || told.has(finding.key)) continue;
      const day = dates.indexOf(finding.evidence.period.start_date);
      const around = counts.slice(Math.max(0, day - 7), day + 8);
      told.set(finding.key, {
        kind: finding.key.split(':')[0],
        day,
        ratio: counts[day] / Math.max(1, medianOf(around)),
        title: finding.title,
        lower: finding.evidence.interval.lower,
        upper: finding.evidence.interval.upper,
      });
    }
  }
  return { median: medianOf(counts.slice(-365)), told: [...told.values()] };
}

function observe({ dates, counts, isMissing, forecasts }, from, to) {
  const values = counts.slice(from, to);
  const zeros = values.map(() => 0);
  return {
    domain: 'series.example',
    timeZone: 'UTC',
    dates: dates.slice(from, to),
    isLeftOut: isMissing.slice(from, to),
    totals: { pageViews: values, pageVisits: values, sessions: values, bounces: zeros, timeOnPageSum: zeros, timeOnPageCount: zeros, exits: zeros }, // prettier-ignore
    hours: values.map(() => new Array(24).fill(0)),
    groups: { page: [], entry_page: [], source: [], utm_campaign: [], country: [], device_type: [], browser: [] },
    crossed: { device_type: [], browser: [], country: [] },
    forecasts: forecasts.slice(from, to),
    ahead: [],
    ignored: [],
    notFound: [],
  };
}

async function drawSome(followed, file) {
  const all = followed.flatMap((series) => series.told.map((told) => ({ series, told })));
  const step = Math.max(1, all.length / PLOTTED);
  const picked = Array.from({ length: Math.min(PLOTTED, all.length) }, (_, index) => all[Math.floor(index * step)]);
  const plots = picked.map(({ series, told }) => {
    const from = Math.max(0, told.day - 42);
    return plotSeries({
      title: `${series.id}: ${told.title}`,
      dates: series.dates.slice(from, told.day + 15),
      counts: series.counts.slice(from, told.day + 15),
      marked: told.day - from,
      interval: { lower: told.lower, upper: told.upper },
    });
  });
  await writeFile(file, plotSheet(plots));
  console.log(`${plots.length} of them in ${file}`);
}
