/**
 * Events through `POST /api/track` at a constant rate, and people with the overview open beside them: latencies, the API's
 * memory over time, and whether every acknowledged event is stored and counted exactly once. Goals are said to be met or
 * missed; the run fails only where events are lost or doubled.
 *
 *   npm run bench -- soak [--seconds 600] [--rate 500] [--clients 100] [--every 30] [--days 30] [--events-per-day 10000]
 */
import { parseArgs } from 'node:util';
import { withApi, withInstallation } from './support/api-process.mjs';
import { checkStored, waitUntilCounted } from './support/check-stored.mjs';
import { startGenerator } from './support/generators.mjs';
import { readHotSizes } from './support/hot-sizes.mjs';
import { formatMs, summarize } from './support/latencies.mjs';
import { formatCount, judge, printMachine, printTable } from './support/print.mjs';
import { simulate } from './support/tidemark.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    rate: { type: 'string', default: '500' },
    clients: { type: 'string', default: '100' },
    /** Seconds between two loads of one client. */
    every: { type: 'string', default: '30' },
    /** The site's history. */
    days: { type: 'string', default: '30' },
    'events-per-day': { type: 'string', default: '10000' },
  },
});
const [seconds, rate, clients, everySeconds] = [values.seconds, values.rate, values.clients, values.every].map(Number);
const site = 'soak.example';
const TENTHS = 10;
const warmUpSeconds = Math.min(30, seconds / TENTHS);
const intervalSeconds = seconds / TENTHS;
const MEMORY_MAY_GROW = 1.1;

/** Says how each tenth went as it ends. Resolves with the median memory of each. */
async function watch({ track, dashboards, memory }) {
  const medians = [];
  for (let tenth = 1; tenth <= TENTHS; tenth += 1) {
    const first = memory.samples.length;
    const said = await Promise.all([track.nextInterval(), dashboards.nextInterval()]);
    const rss = summarize(memory.samples.slice(first).map(({ rssMb }) => rssMb)).p50;
    medians.push(rss);
    const [sent, read] = said.map(({ latencies }) => summarize(latencies));
    console.log(
      `${String(Math.round(tenth * intervalSeconds)).padStart(4)} s  track p95 ${formatMs(sent.p95)} ms, reads p95 ${formatMs(read.p95)} ms, memory ${rss} MB`,
    );
  }
  return medians;
}

async function load({ url, headers, memory }) {
  const common = { url, site, seconds, warmUpSeconds, intervalSeconds };
  const track = startGenerator('track-sender.mjs', { ...common, rate, connections: 100 });
  const dashboards = startGenerator('dashboard-clients.mjs', { ...common, headers, clients, everySeconds });
  try {
    const [medians, sent, read] = await Promise.all([
      watch({ track, dashboards, memory }),
      track.result,
      dashboards.result,
    ]);
    return { medians, sent, read };
  } finally {
    track.child.kill();
    dashboards.child.kill();
  }
}

function printLatencies(sent, read) {
  const rows = [['track', sent.latencies], ...Object.entries(read.reads)].map(([name, list]) => {
    const { count, p50, p95, p99, max } = summarize(list);
    return [name, formatCount(count), ...[p50, p95, p99, max].map(formatMs)];
  });
  const all = summarize(Object.values(read.reads).flat());
  rows.push(['all reads', formatCount(all.count), ...[all.p50, all.p95, all.p99, all.max].map(formatMs)]);
  printTable(['', 'requests', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'], rows);
  return { track: summarize(sent.latencies).p95, reads: all.p95 };
}

function printFailures(name, failures) {
  for (const [what, count] of Object.entries(failures)) console.log(`${name}: ${what}, ${count} times`);
}

await withInstallation(async ({ env, database }) => {
  await printMachine();
  const history = await simulate({ site, days: values.days, eventsPerDay: values['events-per-day'] }, env);
  console.log(history.output);
  const check = await withApi(env, async ({ url, headers, memory }) => {
    const countedBefore = await waitUntilCounted({ url, headers, site });
    const before = await readHotSizes(database.pool);
    const { medians, sent, read } = await load({ url, headers, memory });

    console.log();
    const p95 = printLatencies(sent, read);
    printFailures('track', sent.failures);
    printFailures('reads', read.failures);
    const { messages, reconnects, longestSilenceMs } = read.stream;
    console.log(
      `\nlive streams: ${formatCount(messages)} messages, ${reconnects} reconnects, longest silence ${formatMs(longestSilenceMs)} ms`,
    );
    const lag = summarize(sent.lags);
    console.log(
      `the generator sent ${formatMs(lag.p95)} ms late at p95, ${formatMs(lag.max)} ms at most, which the latencies of track include\n`,
    );
    const [early, late] = [medians[2], medians.at(-1)];
    printTable(
      ['goal', 'figure', ''],
      [
        ['p95 of track', `${formatMs(p95.track)} ms`, judge(p95.track, { goal: 100 })],
        ['p95 of reads', `${formatMs(p95.reads)} ms`, judge(p95.reads, { goal: 500 })],
        [
          'memory, last tenth of the time to the third',
          `${late} MB to ${early} MB, ratio ${(late / early).toFixed(2)}`,
          judge(late / early, { goal: MEMORY_MAY_GROW }),
        ],
      ],
    );
    const stored = await checkStored(database.pool, { site, ...sent });
    const after = await readHotSizes(database.pool);
    const perEvent = (after.rows + after.indexes - before.rows - before.indexes) / stored.stored;
    console.log(`\n${perEvent.toFixed(0)} bytes an event in PostgreSQL with indexes, many of them updated once`);
    const counted = await waitUntilCounted({ url, headers, site, expected: countedBefore + stored.stored });
    return { ...stored, counted: counted - countedBefore };
  });
  console.log(`\n${check.summary}; reports count ${formatCount(check.counted)} of them`);
  if (check.wrong > 0 || check.counted !== check.stored) {
    console.error('events were lost or doubled');
    process.exitCode = 1;
  }
});
