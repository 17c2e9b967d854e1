/**
 * How long reports take, over HTTP and without a cache: the overview's six calls at once over 30 days of a site of ten
 * million events, then with each filter, beside a plain count of the same files by DuckDB in the same run; and a site with
 * a million events a day, over its whole range. Goals are said to be met or missed.
 *
 *   npm run bench -- query [--rounds 15] [--base-days 90] [--base-events-per-day 111000] [--days 30]
 *     [--events-per-day 1000000] [--only overview | long] [--data DIR]
 *
 * The long one in full: --days 730 --events-per-day 1000000. With --data sites lie in that folder, and are found there the
 * next time.
 */
import { parseArgs } from 'node:util';
import { withApi, withInstallation } from './support/api-process.mjs';
import { measureBruteForce } from './support/brute-force.mjs';
import { formatMs } from './support/latencies.mjs';
import { closeConnections, measureEach, measureTogether, readReport } from './support/measure-reads.mjs';
import { listOverviewReads, toDate } from './support/overview-reads.mjs';
import { formatCount, judge, printMachine, printTable } from './support/print.mjs';
import { simulate } from './support/tidemark.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    /** The site of ten million events. */
    'base-days': { type: 'string', default: '90' },
    'base-events-per-day': { type: 'string', default: '111000' },
    /** The long one. */
    days: { type: 'string', default: '30' },
    'events-per-day': { type: 'string', default: '1000000' },
    only: { type: 'string' },
    data: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const BASE = { days: Number(values['base-days']), eventsPerDay: Number(values['base-events-per-day']) };
const LONG = { days: Number(values.days), eventsPerDay: Number(values['events-per-day']) };
const FILTERS = ['country', 'device_type', 'browser', 'page', 'source', 'channel', 'utm_campaign', 'os'];
const LONG_FILTERS = ['country', 'page', 'source', 'utm_campaign'];
const [MONTH, YEAR] = [30, 365];
const DAY_MS = 86_400_000;

/** Makes the site, unless it's there from an earlier run. @returns its name and last day */
async function prepareSite({ days, eventsPerDay }, { env, database }) {
  const site = `d${days}-e${eventsPerDay}.example`;
  const found = await database.pool
    .query('SELECT name FROM sites WHERE domain = $1', [site])
    .catch((error) => (error.code === '42P01' ? { rows: [] } : Promise.reject(error))); // no schema yet
  const until = /until ([\d-]{10})/.exec(found.rows[0]?.name ?? '')?.[1] ?? toDate(Date.now() - DAY_MS);
  const { output, peakMb } = await simulate({ site, days, eventsPerDay, until }, env);
  console.log(`${output.trim()}, peak memory ${formatCount(peakMb)} MB\n`);
  return { site, lastDay: until, days };
}

/** The most common value of a dimension in the last days: the filter that leaves most to count. Undefined: there's none. */
async function findCommonValue(api, { site, lastDay, days }, dimension) {
  const firstDay = toDate(Date.parse(lastDay) - (Math.min(MONTH, days) - 1) * DAY_MS);
  const query = new URLSearchParams({ site, start_date: firstDay, end_date: lastDay, limit: '100' });
  const hasOwnReport = dimension === 'page' || dimension === 'source';
  const report = hasOwnReport ? `${dimension}s?${query}` : `breakdown?${query}&dimension=${dimension}`;
  const { data } = await readReport(api, `/api/metrics/${report}`);
  return data.map((row) => row[hasOwnReport ? dimension : 'value']).find((value) => value !== '(none)');
}

const failuresOf = ({ failures }) => (failures === 0 ? '' : `, ${failures} failed`);
const toRow = (name, measured, figure, limits) => [
  name,
  formatMs(measured.p50),
  formatMs(measured.p95),
  `${judge(figure, limits)}${failuresOf(measured)}`,
];

async function measureOverview(api, about, { database, env }) {
  const days = Math.min(MONTH, about.days);
  const open = (filters) => listOverviewReads(about.site, { days, lastDay: about.lastDay, filters });
  const plain = await measureTogether(api, open({}), rounds);
  const rows = [toRow('no filter', plain, plain.p50, { goal: 150, must: 400 })];
  for (const dimension of FILTERS) {
    const value = await findCommonValue(api, about, dimension);
    if (value === undefined) {
      rows.push([dimension, '–', '–', 'no view has one']);
      continue;
    }
    const measured = await measureTogether(api, open({ [dimension]: value }), rounds);
    rows.push(toRow(`${dimension} = ${value}`, measured, measured.p50, { goal: 500 }));
  }
  const dataDir = env.TIDEMARK_DATA_DIR;
  const brute = await measureBruteForce(database.pool, { ...about, days, rounds: Math.min(rounds, 5), dataDir });
  const ratio = `${(brute.p50 / plain.p50).toFixed(1)} times as long as without a filter`;
  rows.push(['five of them counted plainly by DuckDB', formatMs(brute.p50), formatMs(brute.p95), ratio]);
  const total = formatCount(BASE.days * BASE.eventsPerDay);
  printTable([`six calls at once, ${days} days of ${total} events`, 'median ms', 'p95 ms', 'median'], rows);
}

async function measureLong(api, about) {
  const reads = (days, filters = {}) => listOverviewReads(about.site, { days, lastDay: about.lastDay, filters });
  const rows = [];
  const whole = await measureEach(api, reads(about.days), rounds);
  rows.push(toRow(`no filter, ${about.days} days`, whole, whole.p95, { goal: 100, must: 500 }));
  const together = await measureTogether(api, reads(about.days), rounds);
  rows.push([
    `the six at once, ${about.days} days`,
    formatMs(together.p50),
    formatMs(together.p95),
    failuresOf(together),
  ]);
  for (const dimension of LONG_FILTERS) {
    const value = await findCommonValue(api, about, dimension);
    if (value === undefined) continue;
    const filters = { [dimension]: value };
    const name = `${dimension} = ${value}`;
    const month = await measureEach(api, reads(Math.min(MONTH, about.days), filters), rounds);
    rows.push(toRow(`${name}, ${Math.min(MONTH, about.days)} days`, month, month.p95, { goal: 500 }));
    if (about.days < YEAR) continue;
    const year = await measureEach(api, reads(YEAR, filters), Math.min(rounds, 5));
    rows.push(toRow(`${name}, a year`, year, year.p95, { goal: 3_000 }));
  }
  const total = formatCount(LONG.days * LONG.eventsPerDay);
  printTable([`one report after the other, site of ${total} events`, 'median ms', 'p95 ms', 'p95'], rows);
  if (about.days < YEAR) console.log(`\na year is not measured: the site has ${about.days} days`);
}

const PARTS = { overview: [BASE, measureOverview], long: [LONG, measureLong] };

await withInstallation(
  async (installation) => {
    await printMachine();
    for (const [name, [plan, measure]] of Object.entries(PARTS)) {
      if (values.only && values.only !== name) continue;
      const about = await prepareSite(plan, installation);
      // An API of its own for each, or the memory of the second would be that of both.
      await withApi(installation.env, async ({ memory, ...api }) => {
        await measure(api, about, installation);
        const peak = `${formatCount(memory.peakMb)} MB, ${judge(memory.peakMb, { goal: 2_000 })}`;
        console.log(`\npeak memory of the API: ${peak}\n`);
      });
    }
    closeConnections();
  },
  { keptFolder: values.data },
);
