/**
 * Whether receipts tell the truth: made-up pages and sites with a weekly rhythm, growth, moods that last for days and noise
 * beyond that of counting; a fifth more visits after acceptance, and nothing. How often the gain lies within its 90%
 * interval, and how often "worked" is said where nothing was done.
 *
 *   npm run bench -- receipts [--runs 100] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { askInDip, askOf, askOfForecast, measureGain } from '@tidemark/api/testing';
import { printTable } from './support/print.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const [runs, firstSeed] = [values.runs, values.seed].map(Number);
const EFFECT = 0.2;
const GOAL_COVERED = 0.85;
const GOAL_FOOLED = 0.1;

const worlds = {
  'page, 120 visits a day': (world) => askOf(world),
  'page, 25 visits a day': (world) => askOf({ ...world, level: 25 }),
  'site against its forecast': (world) => askOfForecast({ ...world, level: 1_500 }),
  'page, accepted in its lowest week': (world) => askInDip(world),
};

const share = (count) => `${count} of ${runs}`;
const verdict = (isMet, goal) => `${isMet ? 'met' : 'missed'} (${goal})`;
const rows = [];
let isMissed = false;

for (const [name, ask] of Object.entries(worlds)) {
  const seeds = Array.from({ length: runs }, (_, index) => firstSeed + index);
  const lifted = seeds.map((seed) => measureGain(ask({ seed, effect: EFFECT })));
  const idle = seeds.map((seed) => measureGain(ask({ seed, effect: 0 })));
  const isCovered = ({ actual, lower, upper }) => actual / upper <= 1 + EFFECT && 1 + EFFECT <= actual / lower;
  const count = (list, said) => list.filter(({ verdict }) => verdict === said).length;
  const covered = lifted.filter(isCovered).length;
  const fooled = count(idle, 'worked');
  const widths = lifted.flatMap(({ expected, upper }) => (upper === undefined ? [] : [upper / expected - 1]));
  const width = widths.sort((one, other) => one - other)[widths.length >> 1] ?? NaN;
  isMissed ||= covered < GOAL_COVERED * runs || fooled > GOAL_FOOLED * runs;
  rows.push([
    name,
    share(covered),
    verdict(covered >= GOAL_COVERED * runs, `at least ${GOAL_COVERED * runs}`),
    share(fooled),
    verdict(fooled <= GOAL_FOOLED * runs, `at most ${GOAL_FOOLED * runs}`),
    share(count(lifted, 'worked')),
    share(count(lifted, 'cant_tell')),
    `+${(100 * width).toFixed(0)}%`,
  ]);
}

printTable(
  [
    'world',
    '+20% within its 90% interval',
    'goal',
    '"worked" without an effect',
    'goal',
    '"worked" at +20%',
    '"can\'t tell" at +20%',
    'half width',
  ],
  rows,
);
process.exitCode = isMissed ? 1 : 0;
