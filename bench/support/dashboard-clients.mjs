/**
 * A generator: people with the dashboard open. Each loads the overview's six calls at once, every so many seconds whether
 * or not the load before has ended, and holds the live stream. Latencies are counted from the instant a load was due.
 */
import { setMaxListeners } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { countFailure, readOptions, reportWhile } from './generators.mjs';
import { Latencies } from './latencies.mjs';
import { listOverviewReads, realtimeStreamPath } from './overview-reads.mjs';
import { nameFailure, sendRequest } from './send-request.mjs';

const { url, headers, site, clients, everySeconds, seconds, warmUpSeconds, intervalSeconds } = readOptions();
const JITTER = 0.2;
const CONNECTIONS_OF_A_BROWSER = 6;
const RECONNECT_AFTER_MS = 2_000;

const failures = {};
const reads = Object.fromEntries(listOverviewReads(site).map(([name]) => [name, new Latencies()]));
const stream = { messages: 0, reconnects: 0, longestSilenceMs: 0 };
const beganMs = performance.now();
const endsMs = beganMs + seconds * 1_000;
const isOver = () => performance.now() >= endsMs;

async function read(agent, name, path, intendedMs) {
  try {
    const { status } = await sendRequest(`${url}${path}`, { agent, headers });
    if (status !== 200) countFailure(failures, `${name}: status ${status}`);
  } catch (error) {
    countFailure(failures, `${name}: ${nameFailure(error)}`);
  }
  reads[name].add(performance.now() - intendedMs, intendedMs - beganMs < warmUpSeconds * 1_000);
}

async function keepLoading() {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS_OF_A_BROWSER });
  const loads = [];
  let intendedMs = beganMs + Math.random() * everySeconds * 1_000;
  while (intendedMs < endsMs) {
    await sleep(Math.max(0, intendedMs - performance.now()));
    for (const [name, path] of listOverviewReads(site)) loads.push(read(agent, name, path, intendedMs));
    intendedMs += everySeconds * 1_000 * (1 + JITTER * (2 * Math.random() - 1));
  }
  await Promise.all(loads);
  agent.destroy();
}

/** Holds the stream until it ends; the silence is the time without anything from the server. */
function follow(signal) {
  return new Promise((resolve) => {
    let heardMs = performance.now();
    const listen = () => {
      stream.longestSilenceMs = Math.max(stream.longestSilenceMs, performance.now() - heardMs);
      heardMs = performance.now();
    };
    const fail = (what) => {
      if (!signal.aborted) countFailure(failures, `stream: ${what}`);
      resolve();
    };
    const request = http.get(`${url}${realtimeStreamPath(site)}`, { agent: false, headers, signal }, (response) => {
      if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
      response.setEncoding('utf8').on('data', (text) => {
        listen();
        stream.messages += text.split('\n').filter((line) => line.startsWith('data:')).length;
      });
      response.on('error', (error) => fail(nameFailure(error)));
      response.on('end', () => fail('ended'));
    });
    request.on('error', (error) => fail(nameFailure(error)));
    signal.addEventListener('abort', listen, { once: true });
  });
}

async function keepFollowing(signal) {
  await sleep(Math.random() * everySeconds * 1_000);
  while (!signal.aborted) {
    await follow(signal);
    if (signal.aborted) return;
    stream.reconnects += 1;
    await sleep(RECONNECT_AFTER_MS);
  }
}

const describeInterval = () => ({ latencies: Object.values(reads).flatMap((list) => list.takeInterval()) });

await reportWhile({ intervalSeconds, describeInterval }, async () => {
  const over = new AbortController();
  setMaxListeners(0, over.signal); // each client listens
  const following = Array.from({ length: clients }, () => keepFollowing(over.signal));
  await Promise.all(Array.from({ length: clients }, keepLoading));
  while (!isOver()) await sleep(50);
  over.abort();
  await Promise.all(following);
  return {
    reads: Object.fromEntries(Object.entries(reads).map(([name, list]) => [name, list.all])),
    stream,
    failures,
  };
});
