import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { SharedAnswers } from './shared-answers.js';

const createAnswers = () => {
  const state = { isBusy: false, version: 1 };
  const answers = new SharedAnswers({
    isBusy: () => state.isBusy,
    freshen: () => Promise.resolve(),
    version: () => state.version,
  });
  return { answers, state };
};

/** Waits until no answer is good enough by itself any more, however long it took on a busy machine: two seconds. */
const past = () => setTimeout(2_100);

describe('shared answers', () => {
  it('work once for those who ask the same at the same time, for who asks soon, and while nothing changes', async () => {
    const { answers, state } = createAnswers();
    const work = jest.fn(() => setTimeout(20, 'answer'));
    const ask = (question: object) => answers.get(question, {}, work);
    expect(await Promise.all([ask({ a: 1 }), ask({ a: 1 }), ask({ a: 2 })])).toEqual(['answer', 'answer', 'answer']);
    expect(work).toHaveBeenCalledTimes(2);
    state.version++;
    await ask({ a: 1 });
    expect(work).toHaveBeenCalledTimes(2);
    await past();
    await ask({ a: 1 });
    expect(work).toHaveBeenCalledTimes(3);
    await setTimeout(150);
    await ask({ a: 1 });
    expect(work).toHaveBeenCalledTimes(3);
    answers.clear();
    await ask({ a: 1 });
    expect(work).toHaveBeenCalledTimes(4);
  });

  it('are given once more while a newer one is made where the machine is busy, but to nobody who needs the newest', async () => {
    const { answers, state } = createAnswers();
    let made = 0;
    const work = () => setTimeout(10, ++made);
    expect(await answers.get('q', {}, work)).toBe(1);
    state.version++;
    state.isBusy = true;
    await past();
    expect(await Promise.all([answers.get('q', {}, work), answers.get('q', {}, work)])).toEqual([1, 1]);
    expect(made).toBe(2);
    expect(await answers.get('q', { withinMs: 500 }, work)).toBe(2);
    expect(await answers.get('q', {}, work)).toBe(2);
  });

  it('end the work when all who asked have left, not before', async () => {
    const { answers } = createAnswers();
    const [one, other] = [new AbortController(), new AbortController()];
    let ended: AbortSignal | undefined;
    const work = (signal: AbortSignal) => {
      ended = signal;
      return setTimeout(60_000, 'answer', { signal });
    };
    const asked = [one, other].map(({ signal }) => answers.get('q', { signal }, work));
    await setTimeout(1);
    one.abort(new Error('left'));
    await expect(asked[0]).rejects.toThrow('left');
    expect(ended?.aborted).toBe(false);
    other.abort(new Error('left too'));
    await expect(asked[1]).rejects.toThrow('left too');
    expect(ended?.aborted).toBe(true);
  });

  it('fail for all alike, and are sought anew afterwards', async () => {
    const { answers } = createAnswers();
    const fail = () => Promise.reject(new Error('no'));
    const asked = [answers.get('q', {}, fail), answers.get('q', {}, fail)];
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await answers.get('q', {}, () => Promise.resolve('yes'))).toBe('yes');
  });
});
