/**
 * A generator: sends events to `POST /api/track` at a constant rate whatever the answers do, each in a request of its own.
 * A latency is counted from the instant the event was due, not from when it could be sent: a stall of the server delays
 * every event due meanwhile, and all of them tell of it (no "coordinated omission").
 */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { countFailure, readOptions, reportWhile } from './generators.mjs';
import { Latencies } from './latencies.mjs';
import { nameFailure, sendRequest } from './send-request.mjs';
import { createSession, createVisitor, headersOf, leavePage, openPage, pickStayMs } from './visitors.mjs';

const { url, site, rate, seconds, warmUpSeconds, connections, intervalSeconds } = readOptions();
const TICK_MS = 2;
/** Shares of what is sent: a view again, as after a lost answer; a new session; a visitor seen before. */
const REPEATED = 0.005;
const NEW_SESSION = 0.4;
const RETURNING = 0.3;
/** Views whose end is reported; the others' tabs are just closed. */
const LEFT = 0.7;
const REMEMBERED = 5_000;

const agent = new http.Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
const latencies = new Latencies();
const lags = [];
const failures = {};
/** The longest time on page that was acknowledged by event id; -1 where none was reported. */
const acknowledged = new Map();
/** Events that were sent and not acknowledged: they may be stored or not. */
const unanswered = new Set();
const sent = { views: 0, updates: 0, repeated: 0 };
let answered = 0;
let accepted = 0;
let underWay = 0;

const sessions = [];
const visitors = [];
/** Pages being read, each until it's left: a bucket for each tenth of a second. */
const leaves = new Map();
const bucketOf = (ms) => Math.floor(ms / 100);
let nextBucket = bucketOf(Date.now());
const due = [];
let last;

function remember(list, item) {
  if (list.length < REMEMBERED) list.push(item);
  else list[Math.floor(Math.random() * REMEMBERED)] = item;
}

const pickOf = (list) => list[Math.floor(Math.random() * list.length)];

function pickSession() {
  if (sessions.length > 0 && Math.random() > NEW_SESSION) return pickOf(sessions);
  const isReturning = visitors.length > 0 && Math.random() < RETURNING;
  const visitor = isReturning ? pickOf(visitors) : createVisitor();
  if (!isReturning) remember(visitors, visitor);
  const session = createSession(visitor, { site });
  remember(sessions, session);
  return session;
}

function chooseEvent() {
  for (const now = bucketOf(Date.now()); nextBucket <= now; nextBucket += 1) {
    due.push(...(leaves.get(nextBucket) ?? []));
    leaves.delete(nextBucket);
  }
  if (last && Math.random() < REPEATED) return { ...last, kind: 'repeated' };
  const left = due.pop();
  if (left) return { kind: 'updates', visitor: left.visitor, event: leavePage(left.event) };
  const { visitor, ...session } = openNext();
  if (Math.random() < LEFT) {
    const bucket = bucketOf(Date.now() + pickStayMs());
    const leaving = leaves.get(bucket) ?? [];
    leaving.push({ visitor, event: session.event });
    leaves.set(bucket, leaving);
  }
  return { kind: 'views', visitor, event: session.event };
}

function openNext() {
  const session = pickSession();
  return { visitor: session.visitor, event: openPage(session) };
}

function acknowledge(event, body) {
  accepted += JSON.parse(body.toString()).accepted;
  answered += 1;
  acknowledged.set(event.event_id, Math.max(acknowledged.get(event.event_id) ?? -1, event.time_on_page ?? -1));
}

async function send(intendedMs, isWarmUp) {
  const chosen = chooseEvent();
  const { visitor, event, kind } = chosen;
  last = chosen;
  sent[kind] += 1;
  lags.push(performance.now() - intendedMs);
  underWay += 1;
  try {
    const request = { agent, method: 'POST', headers: headersOf(visitor), body: JSON.stringify([event]) };
    const { status, body } = await sendRequest(`${url}/api/track`, request);
    latencies.add(performance.now() - intendedMs, isWarmUp);
    if (status === 201) acknowledge(event, body);
    else {
      countFailure(failures, `status ${status}`);
      unanswered.add(event.event_id);
    }
  } catch (error) {
    latencies.add(performance.now() - intendedMs, isWarmUp);
    countFailure(failures, nameFailure(error));
    unanswered.add(event.event_id);
  }
  underWay -= 1;
}

const describeInterval = () => ({ latencies: latencies.takeInterval(), answered });

await reportWhile({ intervalSeconds, describeInterval }, async () => {
  const beganMs = performance.now();
  const amount = rate * seconds;
  for (let index = 0; index < amount; await sleep(TICK_MS)) {
    const elapsedMs = performance.now() - beganMs;
    for (; index < amount && (index * 1_000) / rate <= elapsedMs; index += 1) {
      const intendedMs = (index * 1_000) / rate;
      void send(beganMs + intendedMs, intendedMs < warmUpSeconds * 1_000);
    }
  }
  while (underWay > 0) await sleep(10);
  return { latencies: latencies.all, lags, failures, sent, answered, accepted, acknowledged, unanswered };
});
