import { describe, expect, it } from '@jest/globals';
import { CHROME } from '../testing/index.js';
import { readAgents, LoopTurns } from './read-agents.js';
import { createAgentReader } from './user-agent.js';

const phones = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `Mozilla/5.0 (Linux; Android 9; SM-G${from + index}F) Mobile`);

/** How often the event loop comes round until the work is done. */
async function countTurns(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let next: NodeJS.Immediate;
  const count = (): void => {
    turns += 1;
    next = setImmediate(count);
  };
  next = setImmediate(count);
  await work.finally(() => {
    clearImmediate(next);
  });
  return turns;
}

describe('reading the agents of a request', () => {
  const deps = { agentReader: createAgentReader(), turns: new LoopTurns() };
  const readAll = (userAgents: (string | undefined)[]) =>
    readAgents(
      deps,
      userAgents.map((userAgent) => ({ userAgent })),
      ({ userAgent }) => userAgent,
    );

  it('takes a turn of the event loop for each new one after the first', async () => {
    expect(await countTurns(readAll(phones(100, 11)))).toBeGreaterThanOrEqual(10);
  });

  it('takes one for each of several requests together, too', async () => {
    const requests = [200, 300, 400].map((from) => readAll(phones(from, 6)));
    expect(await countTurns(Promise.all(requests))).toBeGreaterThanOrEqual(15);
  });

  it('takes none for agents that are known, and none for the first', async () => {
    const [known] = phones(100, 1);
    expect(await countTurns(readAll([known, CHROME, known, CHROME, undefined]))).toBe(0);
  });

  it('asks to come again where hundreds of requests wait', async () => {
    const requests = Array.from({ length: 201 }, (_, index) => readAll(phones(1_000 + 2 * index, 2)));
    const outcomes = await Promise.allSettled(requests);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'unavailable', retryAfterSeconds: 2 } }]);
  });
});
