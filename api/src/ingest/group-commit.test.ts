import { describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '../logger.js';
import { GroupCommit } from './group-commit.js';

const logger = createLogger('silent');
const NOW = new Date('2026-06-17T14:30:00Z');
const sqlError = (code: string) => Object.assign(new Error(`refused: ${code}`), { code });

function createWriter(write: (items: number[]) => Promise<string>, more: object = {}) {
  const written = jest.fn(write);
  return { written, writer: new GroupCommit<number, string>({ write: written, logger, now: () => NOW, ...more }) };
}

/** A promise to be settled by hand. */
function gate() {
  let pass: (() => void) | undefined;
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { open: () => pass?.(), passed };
}

describe('group commit', () => {
  it('writes what waits as one group while two groups are under way', async () => {
    const { open, passed } = gate();
    const { written, writer } = createWriter(() => passed.then(() => 'done'));
    const [first, second] = [Array.from({ length: 25 }, (_, item) => item), Array.from({ length: 30 }, () => 7)];
    const answers = [first, second, [3], [4, 5]].map((items) => writer.append(items));
    open();
    await Promise.all(answers);
    expect(written.mock.calls.map(([items]) => items)).toEqual([first, second, [3, 4, 5]]);
  });

  it('gathers what comes within a moment, since a commit costs as much for one as for a few', async () => {
    const { written, writer } = createWriter(() => Promise.resolve('done'));
    await Promise.all([writer.append([1]), writer.append([2]), writer.append([3])]);
    expect(written.mock.calls.map(([items]) => items)).toEqual([[1, 2, 3]]);
  });

  it('answers only after the commit', async () => {
    const { open, passed } = gate();
    const { writer } = createWriter(() => passed.then(() => 'done'));
    let isAnswered = false;
    const answer = writer.append([1]).then(() => {
      isAnswered = true;
    });
    await Promise.resolve();
    expect(isAnswered).toBe(false);
    open();
    await answer;
    expect(isAnswered).toBe(true);
  });

  it("splits a group that the database refuses, so that a bad item doesn't fail its neighbours", async () => {
    const { open, passed } = gate();
    const { writer } = createWriter(async (items) => {
      await passed;
      if (items.includes(13)) throw sqlError('22021');
      return items.join();
    });
    const answers = [1, 2, 3, 13, 4].map((item) => writer.append([item]));
    open();
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('tries again what failed in passing', async () => {
    let calls = 0;
    const { writer } = createWriter(() => (++calls < 3 ? Promise.reject(sqlError('40P01')) : Promise.resolve('done')));
    await expect(writer.append([1])).resolves.toBe('done');
    expect(calls).toBe(3);
  });

  it.each([
    ['stays away', sqlError('57P03'), null],
    ['is not reached', sqlError('ECONNREFUSED'), null],
    ['has no room', sqlError('53100'), NOW],
    ['is only to be read', sqlError('25006'), NOW],
    ['takes too long', sqlError('57014'), NOW],
  ])('says 503 when the database %s, and that it is unhealthy', async (_, error, blockedAt) => {
    const { writer } = createWriter(() => Promise.reject(error));
    await expect(writer.append([1])).rejects.toMatchObject({ code: 'unavailable', status: 503, retryAfterSeconds: 5 });
    await writer.close();
    expect(writer.state).toEqual({ pending: 0, isHealthy: false, blockedAt });
  });

  it('takes no more than its buffer holds', async () => {
    const { open, passed } = gate();
    const { writer } = createWriter(() => passed.then(() => 'done'), { maxPending: 3 });
    const taken = writer.append([1, 2, 3]);
    await expect(writer.append([4])).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    open();
    await taken;
  });

  it('writes everything it took before it closes, and takes nothing after', async () => {
    const { open, passed } = gate();
    const { written, writer } = createWriter(() => passed.then(() => 'done'));
    const answers = [[1], [2], [3]].map((items) => writer.append(items));
    const closing = writer.close();
    await expect(writer.append([9])).rejects.toMatchObject({ code: 'unavailable' });
    open();
    await closing;
    await Promise.all(answers);
    expect(written.mock.calls.flatMap(([items]) => items)).toEqual([1, 2, 3]);
  });
});
