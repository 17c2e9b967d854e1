/**
 * Events on their way. Each lies under a key of its own (timestamp and event_id), so that tabs never overwrite each
 * other and a later report of a view takes the place of the earlier one. It stays until an answer says that the server
 * has it. Sending twice is harmless: the server knows an event by its id.
 */
import { computeWaitMs, isFinal } from './answer.js';
import type { TrackerEvent } from './event.js';
import { guard } from './guard.js';
import { endpoint, isSilent } from './settings.js';
import { store, write } from './store.js';
import { stringify } from './stringify.js';

const MAX_EVENTS = 100;
const MAX_AGE_MS = 2592e5;
/** Where in an event's text its first field ends: `{"timestamp":"2025-08-05T10:00:00.000Z",`. */
const TIMESTAMP_END = 40;

let timer: number;
let notBeforeMs = 0;
let failures = 0;
let batchSize = MAX_EVENTS;

/** Puts an event into the queue, in place of an earlier report of it. */
export const enqueue = (event: TrackerEvent, text = stringify(event)): void => {
  if (!isSilent) write('tm_q' + event.timestamp + event.event_id, text);
};

/** The keys of what waits, oldest first; what is too old or too much is dropped. */
const listKeys = (): string[] => {
  const keys = Object.keys(store)
    .filter(
      (key) => key.startsWith('tm_q') && (Date.now() - Date.parse(key.slice(4, 28)) < MAX_AGE_MS || !delete store[key]),
    )
    .sort();
  // One at a time is enough, as this runs with every event.
  if (keys[MAX_EVENTS]) delete store[keys.shift() as string];
  return keys;
};

/** Holds the queue back for a while, then goes on. */
const pause = (waitMs: number): void => {
  notBeforeMs = Date.now() + waitMs;
  clearTimeout(timer);
  timer = setTimeout(flush, waitMs);
};

/**
 * Sends what waits, now or as soon as the server may be asked again. As the page goes away (`isLast`) a beacon takes
 * it, which outlives the page but brings no answer: it stays queued until a later request confirms it.
 */
export const flush = guard((isLast?: boolean): void => {
  // The wait that the server asked for holds for every tab and for the next page too.
  const waitMs = Math.max(notBeforeMs, (store.tm_r as number) || 0) - Date.now();
  const keys = listKeys().slice(0, batchSize);
  const sent = keys.map((key) => store[key]);
  // An array turns into its parts, with commas between.
  const body = `[${sent as unknown as string}]`;

  // Without an answer it's given an error instead of a status, which is as good as none.
  const settle = guard((status: number, retryAfterS?: number) => {
    if (isFinal(status)) {
      pause(1e3);
      failures = 0;
      // One bad event refuses the whole array: halve it until the bad one stands alone, as half of one is none.
      if (!(status > 399 && (batchSize = keys.length >> 1))) {
        batchSize = MAX_EVENTS;
        keys.forEach((key, index) => {
          const text = sent[index] as string;
          // A later report of the view may have come meanwhile: it stays.
          if (store[key] != text) return;
          // By a clock that's wrong the instant is: once more without it, as the server then sets its own.
          if (status == 400 && text[2] == 't') store[key] = '{' + text.slice(TIMESTAMP_END);
          else delete store[key];
        });
      }
    } else pause(computeWaitMs(failures++, retryAfterS, Math.random()));
    if (retryAfterS) write('tm_r', notBeforeMs);
  });

  if (!keys[0]) return;
  if (isLast) {
    navigator.sendBeacon(endpoint, body);
    // A longer wait was never asked for: the machine's clock has been changed.
  } else if (waitMs > 0 && waitMs < 6e6) {
    pause(waitMs);
  } else {
    pause(3e4);
    // Browsers refuse a keepalive body over 64 KiB; a character may take three bytes.
    fetch(endpoint, { method: 'POST', body, keepalive: body.length < 2e4 })
      .then((answer) => {
        settle(answer.status, +(answer.headers.get('Retry-After') as string));
      })
      .catch(settle);
  }
});

/** Tries at once where only our own back-off holds the queue, as the network has come back. */
export const flushNow = (): void => {
  notBeforeMs = 0;
  flush();
};
