/** How long the API takes to answer reports. */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { summarize } from './latencies.mjs';
import { nameFailure, sendRequest } from './send-request.mjs';

const CONNECTIONS_OF_A_BROWSER = 6;
const WARM_UP_ROUNDS = 3;
/** The API gives an answer again for 3 s at most: each round is to cost what the first of many askers waits. */
const FORGOTTEN_AFTER_MS = 3_100;
const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS_OF_A_BROWSER });

/** Milliseconds until the whole answer is there; what failed is counted in `failures`. */
async function timeRead({ url, headers }, path, failures) {
  const beganMs = performance.now();
  try {
    const { status } = await sendRequest(`${url}${path}`, { agent, headers });
    if (status !== 200) failures.push(`status ${status}`);
  } catch (error) {
    failures.push(nameFailure(error));
  }
  return performance.now() - beganMs;
}

/** Asks for all of `reads` at once, round after round. The times until the last answer of each round. */
export async function measureTogether(api, reads, rounds) {
  const failures = [];
  const times = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    await sleep(FORGOTTEN_AFTER_MS);
    const beganMs = performance.now();
    await Promise.all(reads.map(([, path]) => timeRead(api, path, failures)));
    if (round >= 0) times.push(performance.now() - beganMs);
  }
  return { ...summarize(times), failures: failures.length };
}

/** Asks for one of `reads` after the other, round after round. The times of every answer. */
export async function measureEach(api, reads, rounds) {
  const failures = [];
  const times = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    await sleep(FORGOTTEN_AFTER_MS);
    for (const [, path] of reads) {
      const ms = await timeRead(api, path, failures);
      if (round >= 0) times.push(ms);
    }
  }
  return { ...summarize(times), failures: failures.length };
}

/** The answer to one report. */
export async function readReport({ url, headers }, path) {
  const { status, body } = await sendRequest(`${url}${path}`, { agent, headers });
  if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`);
  return JSON.parse(body.toString());
}

/** Ends the connections. */
export const closeConnections = () => agent.destroy();
