import { createId } from './create-id.js';
import { store, write } from './store.js';

const SESSION_GAP_MS = 18e5;

/** The id of the visitor: random, the same until the browser's data is cleared. */
export const readVisitor = (): string => (store.tm_v as string) || write('tm_v', createId());

/** The id of the session, which this call keeps alive: a new one after 30 minutes without activity. */
export const touchSession = (): string => {
  const nowMs = Date.now();
  const isAlive = nowMs - (store.tm_t as number) < SESSION_GAP_MS;
  write('tm_t', nowMs);
  return (isAlive && (store.tm_s as string)) || write('tm_s', createId());
};
