/**
 * The specification's load tests, with Artillery: a day's traffic in minutes, people on dashboards, a newsletter's burst.
 * Fails where an answer is a 5xx or an acknowledged event isn't stored exactly once.
 *
 *   npm run bench -- load [day | dashboards | newsletter ...] [--hour-seconds 4] [--people 100] [--every 10] [--loads 4] [--peak 60]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withApi, withInstallation } from './support/api-process.mjs';
import { checkStored } from './support/check-stored.mjs';
import { startGenerator } from './support/generators.mjs';
import { formatMs } from './support/latencies.mjs';
import { formatCount, printMachine, printTable } from './support/print.mjs';
import { simulate } from './support/tidemark.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** What an hour of the day takes. */
    'hour-seconds': { type: 'string', default: '4' },
    people: { type: 'string', default: '100' },
    /** Seconds between two loads of a dashboard, and how many loads each does. */
    every: { type: 'string', default: '10' },
    loads: { type: 'string', default: '4' },
    /** Readers of the newsletter that arrive in a second. */
    peak: { type: 'string', default: '60' },
  },
});
const SCENARIOS = ['day', 'dashboards', 'newsletter'];
const artillery = path.join(path.dirname(createRequire(import.meta.url).resolve('artillery/package.json')), 'bin/run');
const stayOnLoopback = new URL('support/stay-on-loopback.mjs', import.meta.url).href;
/** Beside the dashboards the site is visited, or the live view would have nothing to say. */
const VISITS_BESIDE_DASHBOARDS = { rate: 20, connections: 20, warmUpSeconds: 0, intervalSeconds: 60 };

async function runArtillery(scenario, { url, headers, site, folder, env }) {
  const [output, eventsFile] = ['artillery.json', 'events.jsonl'].map((name) =>
    path.join(folder, `${scenario}-${name}`),
  );
  const script = fileURLToPath(new URL(`load/${scenario}.yml`, import.meta.url));
  const child = spawn(process.execPath, [artillery, 'run', '--quiet', '--target', url, '--output', output, script], {
    env: {
      ...env,
      ARTILLERY_DISABLE_TELEMETRY: 'true',
      NODE_OPTIONS: `--import ${stayOnLoopback}`,
      HOME: folder,
      WORKERS: '1',
      SITE: site,
      AUTHORIZATION: headers.authorization,
      EVENTS_FILE: eventsFile,
      HOUR_SECONDS: values['hour-seconds'],
      PEOPLE: values.people,
      EVERY_SECONDS: values.every,
      LOADS: values.loads,
      PEAK_PER_SECOND: values.peak,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  process.off('exit', endWithUs);
  if (code !== 0) throw new Error(`Artillery ended with ${code}:\n${said}`);
  return { ...JSON.parse(await readFile(output, 'utf8')).aggregate, ...(await readEvents(eventsFile)) };
}

/** What visitors sent, by event id, as checkStored asks for it. */
async function readEvents(file) {
  const lines = (
    await readFile(file, 'utf8').catch((error) => {
      if (error.code === 'ENOENT') return ''; // nobody visited
      throw error;
    })
  ).split('\n');
  const acknowledged = new Map();
  const unanswered = new Set();
  for (const line of lines.filter(Boolean)) {
    const [what, id, timeOnPage] = JSON.parse(line);
    if (what === 'acknowledged') acknowledged.set(id, Math.max(acknowledged.get(id) ?? -1, timeOnPage));
    else unanswered.add(id);
  }
  return { acknowledged, unanswered };
}

async function runScenario(scenario, about) {
  if (scenario !== 'dashboards') return runArtillery(scenario, about);
  const seconds = Number(values.every) * (Number(values.loads) + 1);
  const visits = startGenerator('track-sender.mjs', { ...VISITS_BESIDE_DASHBOARDS, ...about, env: {}, seconds });
  try {
    const [result, { acknowledged, unanswered }] = await Promise.all([runArtillery(scenario, about), visits.result]);
    return { ...result, acknowledged, unanswered };
  } finally {
    visits.child.kill();
  }
}

const ENDPOINT = 'plugins.metrics-by-endpoint.response_time.';

function printSummary(scenario, { counters, summaries }) {
  const rows = [['all', summaries['http.response_time']]];
  for (const [name, summary] of Object.entries(summaries))
    if (name.startsWith(ENDPOINT)) rows.push([name.slice(ENDPOINT.length), summary]);
  console.log(`\n## ${scenario}\n`);
  printTable(
    ['', 'answers', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'],
    rows
      .filter(([, summary]) => summary)
      .map(([name, { count, p50, p95, p99, max }]) => [
        name,
        formatCount(count),
        ...[p50, p95, p99, max].map(formatMs),
      ]),
  );
  const told = /^(http\.codes|errors|stream)\.|^vusers\.(created|completed|failed)$/;
  const figures = Object.entries(counters).filter(([name]) => told.test(name));
  console.log(`\n${figures.map(([name, count]) => `${name} ${formatCount(count)}`).join(', ')}`);
}

function sumOf(counters, pattern) {
  return Object.entries(counters).reduce((sum, [name, count]) => sum + (pattern.test(name) ? count : 0), 0);
}

const wanted = positionals.length > 0 ? positionals : SCENARIOS;
for (const name of wanted)
  if (!SCENARIOS.includes(name)) throw new Error(`there is no scenario ${name}: ${SCENARIOS.join(', ')}`);

await withInstallation(async ({ env, database, folder }) => {
  await printMachine();
  const siteOf = (scenario) => `${scenario}.example`;
  for (const scenario of wanted) await simulate({ site: siteOf(scenario), days: 30, eventsPerDay: 2_000 }, env);
  await withApi(env, async ({ url, headers, memory }) => {
    for (const scenario of wanted) {
      const site = siteOf(scenario);
      const result = await runScenario(scenario, { url, headers, site, folder, env });
      printSummary(scenario, result);
      const stored = await checkStored(database.pool, { site, ...result });
      const failed = sumOf(result.counters, /^http\.codes\.5/);
      console.log(`${stored.summary}; ${failed} answers with 5xx; most memory of the API so far ${memory.peakMb} MB`);
      if (stored.wrong > 0 || failed > 0) {
        console.error(`${scenario}: events were lost or doubled, or the API failed`);
        process.exitCode = 1;
      }
    }
  });
});
