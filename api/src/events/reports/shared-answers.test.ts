import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { SharedAnswers } from './shared-answers.js';

describe('shared answers', () => {
  it('work once for those who ask the same at the same time, and anew for who asks later', async () => {
    const answers = new SharedAnswers();
    const work = jest.fn(() => setTimeout(20, 'answer'));
    const ask = (question: object) => answers.get(question, undefined, work);
    expect(await Promise.all([ask({ a: 1 }), ask({ a: 1 }), ask({ a: 2 })])).toEqual(['answer', 'answer', 'answer']);
    expect(work).toHaveBeenCalledTimes(2);
    await ask({ a: 1 });
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('end the work when all who asked have left, not before', async () => {
    const answers = new SharedAnswers();
    const [one, other] = [new AbortController(), new AbortController()];
    let ended: AbortSignal | undefined;
    const work = (signal: AbortSignal) => {
      ended = signal;
      return setTimeout(60_000, 'answer', { signal });
    };
    const asked = [one, other].map(({ signal }) => answers.get('q', signal, work));
    await setTimeout(1);
    one.abort(new Error('left'));
    await expect(asked[0]).rejects.toThrow('left');
    expect(ended?.aborted).toBe(false);
    other.abort(new Error('left too'));
    await expect(asked[1]).rejects.toThrow('left too');
    expect(ended?.aborted).toBe(true);
  });

  it('fail for all alike, and are sought anew afterwards', async () => {
    const answers = new SharedAnswers();
    const fail = () => Promise.reject(new Error('no'));
    const asked = [answers.get('q', undefined, fail), answers.get('q', undefined, fail)];
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await answers.get('q', undefined, () => Promise.resolve('yes'))).toBe('yes');
  });
});
