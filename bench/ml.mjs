/**
 * The forecasting service by itself: how soon it's ready, how long warm forecasts take, what a training on two years takes and
 * whether its progress moves, and how much memory they need. The reference is a forecast that needs no network (59 days of
 * history), through the same service in the same run. Goals are said to be met or missed.
 *
 *   npm run bench -- ml [--rounds 100]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { requirePython } from '../scripts/python-tools.mjs';
import { makeDailyHistory } from './support/daily-history.mjs';
import { formatMs, summarize } from './support/latencies.mjs';
import { withMl } from './support/ml-process.mjs';
import { readCpuMs } from './support/process-usage.mjs';
import { formatCount, judge, printMachine, printTable } from './support/print.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } });
const rounds = Number(values.rounds);
const WARM_UP_ROUNDS = 5;
const YEARS = { 'two years': 730, 'three years': 1_095 };
const HORIZONS = [7, 28];
const METRIC = 'page_visits';
const POLL_MS = 50;
const MOST_EPOCHS = 100;

const REFERENCE = { name: '59 days, 7 ahead (no network)', history: makeDailyHistory(59), horizon: 7 };
const FORECASTS = Object.entries(YEARS).flatMap(([span, days]) =>
  HORIZONS.map((horizon) => ({ name: `${span}, ${horizon} ahead`, history: makeDailyHistory(days), horizon })),
);

/** In turns, so that a busy moment of the machine falls on all alike. @returns milliseconds, by the clock and of CPU, and kind by name */
async function measureForecasts({ ask, pid }, site) {
  const all = [REFERENCE, ...FORECASTS];
  const took = new Map(all.map(({ name }) => [name, []]));
  const cpu = new Map(all.map(({ name }) => [name, 0]));
  const kinds = new Map();
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const { name, history, horizon } of all) {
      const [beganMs, cpuBeganMs] = [performance.now(), readCpuMs(pid)];
      const answer = await ask('/v1/forecast', { site, metric: METRIC, history, horizon });
      if (round >= 0) {
        took.get(name).push(performance.now() - beganMs);
        cpu.set(name, cpu.get(name) + readCpuMs(pid) - cpuBeganMs);
      }
      kinds.set(name, answer.model_kind);
    }
  }
  return { took, cpu, kinds };
}

function printForecasts(title, { took, cpu, kinds }) {
  const reference = summarize(took.get(REFERENCE.name)).p50;
  const rows = [...took].map(([name, ms]) => {
    const { p50, p95 } = summarize(ms);
    const goal = name === REFERENCE.name ? 'reference' : judge(p95, { goal: 100 });
    const cpuMs = formatMs(cpu.get(name) / rounds);
    return [name, kinds.get(name), formatMs(p50), formatMs(p95), (p50 / reference).toFixed(1), cpuMs, goal];
  });
  printTable([title, 'kind', 'p50 ms', 'p95 ms', 'to the reference', 'CPU ms', 'p95'], rows);
}

/** Trains, and looks at the job as often as a step could change. */
async function train(ask, site) {
  const history = makeDailyHistory(YEARS['two years']);
  const beganMs = performance.now();
  const { job_id: id } = await ask('/v1/train', { site, metric: METRIC, history });
  const steps = [];
  for (;;) {
    const job = await ask(`/v1/jobs/${id}`);
    const atMs = performance.now() - beganMs;
    if (steps.at(-1)?.step !== job.step) steps.push({ atMs, step: job.step, progress: job.progress });
    if (job.status === 'succeeded') return { seconds: atMs / 1_000, steps, result: job.result };
    if (!['queued', 'running'].includes(job.status))
      throw new Error(`the training ${job.status}: ${job.error?.detail}`);
    await sleep(POLL_MS);
  }
}

/** Epochs run one after the other: there are two such runs, one for the backtest and one on all days. */
function readEpochs(steps) {
  const epochs = steps.flatMap(({ atMs, step }) => {
    const number = /epoch (\d+)/.exec(step)?.[1];
    return number ? [{ atMs, number: Number(number) }] : [];
  });
  const gaps = epochs.flatMap(({ atMs, number }, index) => {
    const before = epochs[index - 1];
    return before && number > before.number ? [(atMs - before.atMs) / (number - before.number)] : [];
  });
  const ends = epochs.filter(({ number }, index) => !(epochs[index + 1]?.number > number));
  return { epochMs: summarize(gaps).p50, counts: ends.map(({ number }) => number) };
}

function printTraining({ seconds, steps, result }, childCpuMs) {
  const { epochMs, counts } = readEpochs(steps);
  const gaps = steps.slice(1).map(({ atMs }, index) => atMs - steps[index].atMs);
  const inEpochs = (counts.reduce((sum, count) => sum + count, 0) * epochMs) / 1_000;
  const longest = seconds - inEpochs + (2 * MOST_EPOCHS * epochMs) / 1_000;
  printTable(
    ['training on two years', 'figure', ''],
    [
      ['from asked to done', `${seconds.toFixed(1)} s`, judge(seconds, { goal: 60 })],
      ['its CPU time, on all cores', childCpuMs === null ? '–' : `${(childCpuMs / 1_000).toFixed(1)} s`, ''],
      ['epochs seen, for the backtest and on all days', counts.join(' and '), ''],
      ['an epoch', `${formatMs(epochMs)} ms`, ''],
      [`if both ran all ${MOST_EPOCHS} epochs`, `${longest.toFixed(0)} s`, judge(longest, { goal: 60 })],
      ['progress moved', `${steps.length} times`, `${formatMs(Math.max(...gaps))} ms apart at most`],
      ['champion', result.model_kind, result.reason],
    ],
  );
}

function printMemory({ ownMb, childMb, togetherMb }) {
  const show = (mb) => (mb === null ? '–' : `${formatCount(mb)} MB`);
  printTable(
    ['peak memory', 'figure', ''],
    [
      ['the service', show(ownMb), ''],
      ['the process that trains', show(childMb), ''],
      ['both at once, what they share once', show(togetherMb), judge(togetherMb, { goal: 1_500 })],
    ],
  );
}

const python = await requirePython();
await printMachine();
await withMl(python, async (service) => {
  const { ask, readySeconds, usage } = service;
  console.log(`from start to ready: ${readySeconds.toFixed(1)} s, ${judge(readySeconds, { goal: 20 })}\n`);
  printForecasts('warm forecast, site never trained', await measureForecasts(service, 'new.example'));
  console.log();
  const training = await train(ask, 'trained.example');
  printTraining(training, usage.childCpuMs);
  console.log();
  printForecasts('warm forecast, trained site', await measureForecasts(service, 'trained.example'));
  console.log();
  printMemory(usage.peaks);
});
