/**
 * Durable events a second of `POST /api/track`, beside an Express handler that only answers 201, in one run: the two take
 * turns, and the ratio of their medians is what counts. Every acknowledged event is looked for in the database.
 *
 *   npm run bench -- ingest [--requests 20000] [--rounds 5] [--connections 100]
 */
import { fork } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectDatabase, startEmbeddedServer } from '@tidemark/api';
import autocannon from 'autocannon';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '100' },
  },
});
const [requests, rounds, connections] = [values.requests, values.rounds, values.connections].map(Number);

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';
/** What a site sends: four views a session, one and a half sessions a visitor, and some campaigns. */
const bodyOf = (index) =>
  JSON.stringify({
    page_url: `https://bench.example/articles/${index % 300}${index % 7 === 0 ? '?utm_source=letter' : ''}`,
    visitor_id: `visitor-${Math.floor(index / 6)}`,
    session_id: `session-${Math.floor(index / 4)}`,
    referrer: index % 3 === 0 ? 'https://www.google.com/' : null,
    screen_resolution: '1920x1080',
    language: 'en-GB',
  });
let sent = 0;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function whenReady(url) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const response = await fetch(`${url}/api/ready`).catch(() => null);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error(`${url} did not become ready`);
}

/** Fires so many requests. The time is taken at the last answer: the tool's own has a grain of a second. */
async function fire(url, amount) {
  const beganMs = performance.now();
  let endedMs = beganMs;
  const result = await autocannon({
    url: `${url}/api/track`,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': CHROME },
    connections,
    amount,
    setupClient: (client) => {
      client.setBody(bodyOf(sent++));
      client.on('response', () => {
        endedMs = performance.now();
        client.setBody(bodyOf(sent++));
      });
    },
  });
  return { ...result, perSecond: (result['2xx'] * 1_000) / (endedMs - beganMs) };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
await chmod(dataDir, 0o755); // the embedded server's own user passes through
const children = [];
let server;
let database;
try {
  server = await startEmbeddedServer({ dataDir: path.join(dataDir, 'data'), port: 0 });
  const port = await freePort();
  const api = fork(new URL('../api/dist/main.js', import.meta.url), {
    env: {
      ...process.env,
      DATABASE_URL: server.url,
      API_PORT: String(port),
      TIDEMARK_DATA_DIR: path.join(dataDir, 'tidemark'),
      AUTO_REGISTER_SITES: 'true',
      // The load comes from one address.
      TRACK_RATE_LIMIT_PER_MINUTE: process.env.TRACK_RATE_LIMIT_PER_MINUTE ?? '0',
      LOG_LEVEL: 'error',
    },
  });
  const reference = fork(new URL('support/reference-server.mjs', import.meta.url));
  children.push(api, reference);
  const referencePort = (await new Promise((resolve) => reference.once('message', resolve))).port;
  const urls = { reference: `http://127.0.0.1:${referencePort}`, tidemark: `http://127.0.0.1:${port}` };
  await whenReady(urls.tidemark);
  database = await connectDatabase(server.url);

  let acknowledged = 0;
  const runs = { reference: [], tidemark: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, url] of Object.entries(urls)) {
      const result = await fire(url, round === 0 ? Math.min(5_000, requests) : requests);
      if (name === 'tidemark') acknowledged += result['2xx'];
      if (result.non2xx + result.errors > 0)
        throw new Error(`${name}: ${result.non2xx} refused, ${result.errors} failed`);
      if (round === 0) continue; // warm-up
      const { perSecond } = result;
      runs[name].push({ perSecond, p50: result.latency.p50, p99: result.latency.p99 });
      console.log(
        `round ${round} ${name.padEnd(9)} ${perSecond.toFixed(0).padStart(6)}/s  p50 ${result.latency.p50} ms  p99 ${result.latency.p99} ms`,
      );
    }
  }
  const { rows } = await database.pool.query(
    'SELECT count(*) AS stored, count(DISTINCT event_id) AS distinct FROM page_visits',
  );
  const of = (name, figure) => median(runs[name].map((run) => run[figure]));
  const ratio = of('tidemark', 'perSecond') / of('reference', 'perSecond');
  console.log(`acknowledged ${acknowledged}, stored ${rows[0].stored}, distinct ${rows[0].distinct}`);
  console.log(
    `median: ${of('tidemark', 'perSecond').toFixed(0)} durable events/s, p50 ${of('tidemark', 'p50')} ms, p99 ${of('tidemark', 'p99')} ms; ` +
      `reference ${of('reference', 'perSecond').toFixed(0)}/s, p50 ${of('reference', 'p50')} ms, p99 ${of('reference', 'p99')} ms`,
  );
  console.log(
    `ratio ${ratio.toFixed(2)} (goal 0.8) at ${connections} connections on ${os.availableParallelism()} cores`,
  );
  if (acknowledged !== rows[0].stored || acknowledged !== rows[0].distinct)
    throw new Error('events were lost or doubled');
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => child.exitCode ?? new Promise((resolve) => child.once('exit', resolve))));
  await database?.close();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
}
