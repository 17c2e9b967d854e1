/**
 * Whether recommendations hold what they promise, on simulated sites of 50 to 50,000 page visits a day. Where nothing happens:
 * how many false alarms a site gets in a month, run every day as the product does. Where something does: how often it's found
 * within two days, by its right name. With `--data`, what is found on real daily series, and a picture of twenty of them.
 *
 *   npm run bench -- recommendations [--sites 200] [--worlds 100] [--budget 2] [--only null|injected|real]
 *     [--data FOLDER] [--picture FILE] [--series 400]
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { injectionKinds } from '@tidemark/api/testing';
import { printMachine, printTable } from './support/print.mjs';
import { measureRealSeries } from './support/real-series.mjs';
import { DECLARED_TYPES, measureFalseAlarms, measureInjection } from './support/recommendation-worlds.mjs';

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '200' },
    worlds: { type: 'string', default: '100' },
    budget: { type: 'string', default: '2' },
    only: { type: 'string' },
    data: { type: 'string' },
    picture: { type: 'string' },
    series: { type: 'string', default: '400' },
  },
});
const options = { falseAlarmsPerMonth: Number(values.budget) };
const GOALS = { mean: Number(values.budget), p99: 2.5 * Number(values.budget), recall: 0.9, right: 0.9 };
const DEVIATIONS = 3;
const isAsked = (part) => !values.only || values.only === part;
/** Paths are meant from where the command was given. */
const fromHere = (folder) => folder && path.resolve(process.env.INIT_CWD ?? process.cwd(), folder);
const atMost = (figure, goal) => `${figure <= goal ? 'met' : 'missed'} (at most ${goal})`;
const atLeast = (figure, goal) =>
  figure === null ? 'not measured' : `${figure >= goal ? 'met' : 'missed'} (at least ${goal})`;
const round = (figure, digits = 2) => (figure === null ? '–' : figure.toFixed(digits));

function printFalseAlarms({ mean, p99, most, none, byType, bySize, runMs }, sites) {
  console.log(`Nothing happens: ${sites} sites of 90 days, run daily over the last 30, ${round(runMs, 1)} ms a run\n`);
  printTable(
    ['alarms a site and month', 'figure', 'goal'],
    [
      ['mean', round(mean), atMost(mean, GOALS.mean)],
      ['99th percentile', most === null ? '–' : p99, atMost(p99, GOALS.p99)],
      ['most', most, ''],
      ['sites without any', `${Math.round(100 * none)}%`, ''],
    ],
  );
  console.log('');
  printTable(['by size, page visits a day', 'sites', 'mean'], bySize.map(({ size, count, mean: each }) => [size, count, round(each)])); // prettier-ignore
  console.log('');
  printTable(
    ['by type', 'a site and month'],
    DECLARED_TYPES.map((type) => [type, round((byType[type] ?? 0) / sites, 3)]),
  );
  console.log('');
}

if (isAsked('null') || isAsked('injected')) await printMachine();
if (isAsked('null')) {
  const sites = Number(values.sites);
  printFalseAlarms(measureFalseAlarms({ sites, options }), sites);
}
if (isAsked('injected')) {
  console.log(`Something happens, of ${DEVIATIONS} standard deviations of its figure's days; found within two days\n`);
  const measured = injectionKinds.map((kind) => ({
    kind,
    ...measureInjection({ kind, worlds: Number(values.worlds), deviations: DEVIATIONS, options }),
  }));
  printTable(
    ['what', 'worlds', 'found', 'goal', 'of these right', 'goal', 'other new alarms a world', 'called a drop'],
    measured.map(({ kind, worlds, recall, right, others, drops }) => [
      kind,
      worlds,
      round(recall),
      atLeast(recall, GOALS.recall),
      round(right),
      atLeast(right, GOALS.right),
      round(others),
      drops ?? '',
    ]),
  );
  console.log('');
}
if (values.data && isAsked('real')) {
  await measureRealSeries({
    folder: fromHere(values.data),
    picture: fromHere(values.picture),
    limit: Number(values.series),
    options,
  });
}
