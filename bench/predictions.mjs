/**
 * How long forecasts take to be answered from PostgreSQL, over HTTP: page visits of any of many sites, of which every forecast
 * of more than a year is kept; one request after the other and ten at once, beside `GET /api/health` in the same run. No
 * forecasting service runs.
 *
 *   npm run bench -- predictions [--sites 50] [--days 400] [--requests 2000]
 */
import http from 'node:http';
import { parseArgs } from 'node:util';
import { withApi, withInstallation } from './support/api-process.mjs';
import { formatMs, summarize } from './support/latencies.mjs';
import { formatCount, judge, printMachine, printTable } from './support/print.mjs';
import { sendRequest } from './support/send-request.mjs';
import { fillPredictions } from './support/stored-forecasts.mjs';

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '50' },
    days: { type: 'string', default: '400' },
    requests: { type: 'string', default: '2000' },
  },
});
const [sites, days, requests] = [values.sites, values.days, values.requests].map(Number);
const AT_ONCE = 10;
const WARM_UP = 200;
const GOAL_MS = 50;
const LEVELS = [80, 90, 95];
const domains = Array.from({ length: sites }, (_, index) => `s${index + 1}.example`);

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const reads = {
  'GET /api/health': () => '/api/health',
  'GET /api/predictions/page-visits': () =>
    `/api/predictions/page-visits?site=${pick(domains)}&days=${pick([1, 7, 28])}&confidence_level=${pick(LEVELS)}`,
  'GET /api/predictions/accuracy': () =>
    `/api/predictions/accuracy?site=${pick(domains)}&days=28&confidence_level=${pick(LEVELS)}`,
};

/** So many requests, `atOnce` of them under way: their times by what was asked, each kind as often as the others. */
async function measure({ url, headers }, { count, atOnce }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const times = new Map(Object.keys(reads).map((name) => [name, []]));
  const kinds = Object.entries(reads);
  let begun = 0;
  const ask = async () => {
    while (begun < count * kinds.length) {
      // In turns, so that what else the machine does hits all kinds alike.
      const [name, pathOf] = kinds[begun++ % kinds.length];
      const path = pathOf();
      const beganMs = performance.now();
      const { status, body } = await sendRequest(`${url}${path}`, { agent, headers });
      times.get(name).push(performance.now() - beganMs);
      if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  agent.destroy();
  return new Map([...times].map(([name, list]) => [name, summarize(list)]));
}

function print(label, measured) {
  const health = measured.get('GET /api/health');
  const rows = [...measured].map(([name, { p50, p95 }]) => [
    name,
    formatMs(p50),
    formatMs(p95),
    `${(p50 / health.p50).toFixed(1)}, ${(p95 / health.p95).toFixed(1)}`,
    name.endsWith('page-visits') ? judge(p95, { goal: GOAL_MS }) : '',
  ]);
  printTable([label, 'median ms', 'p95 ms', 'times health, at both', 'p95'], rows);
  console.log('');
}

await withInstallation(async ({ env, database }) => {
  await printMachine();
  await withApi(env, async (api) => {
    const stored = await fillPredictions(database.pool, { domains, days });
    console.log(`${sites} sites, ${days} days: ${formatCount(stored)} rows of forecasts\n`);
    await measure(api, { count: WARM_UP, atOnce: 1 });
    print('one after the other', await measure(api, { count: requests, atOnce: 1 }));
    print(`${AT_ONCE} at once`, await measure(api, { count: requests, atOnce: AT_ONCE }));
    console.log(`peak memory of the API: ${formatCount(api.memory.peakMb)} MB`);
  });
});
