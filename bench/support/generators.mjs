/**
 * Load comes from processes of their own, so that neither reading answers nor printing delays the next request. Both sides
 * of what they say to each other.
 */
import { fork } from 'node:child_process';
import { on, once } from 'node:events';

/** Starts a generator. `nextInterval()` resolves with what it says of its next interval, `result` with what it says at its end. */
export function startGenerator(file, options) {
  const child = fork(new URL(file, import.meta.url), [JSON.stringify(options)], { serialization: 'advanced' });
  const intervals = on(child, 'message');
  let final;
  child.on('message', (message) => {
    if (message.kind === 'final') final = message;
  });
  const result = once(child, 'exit').then(([code, signal]) => {
    if (final) return final;
    throw new Error(`${file} ended with ${code ?? signal} before it was done: see above.`);
  });
  return { child, result, nextInterval: async () => (await intervals.next()).value[0] };
}

/** In the generator: what it was asked to do. */
export const readOptions = () => JSON.parse(process.argv[2]);

/** In the generator: tells of intervals while `work` runs, and of the result as it ends. */
export async function reportWhile({ intervalSeconds, describeInterval }, work) {
  const timer = setInterval(() => process.send({ kind: 'interval', ...describeInterval() }), intervalSeconds * 1_000);
  const result = await work();
  clearInterval(timer);
  process.send({ kind: 'interval', ...describeInterval() });
  const { user, system } = process.cpuUsage();
  process.send({ kind: 'final', cpuMs: (user + system) / 1_000, ...result }, () => process.exit(0));
}

/** In the generator: counts failures by what they were. */
export function countFailure(failures, what) {
  failures[what] = (failures[what] ?? 0) + 1;
}
