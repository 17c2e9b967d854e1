import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../errors.js';
import type { Principal } from '../http/principal.js';
import { watchAccess } from './watch-access.js';

const EVERY_MS = 20_000;
const reader = (siteIds: number[] | null): Principal => ({
  user: { id: 1, email: 'a@example.com', name: null, role: 'viewer' },
  by: { kind: 'sign_in', id: 'b1f6a3de-0b54-4f3e-9d0e-6c0b8a3f1c11' },
  scope: 'read',
  siteIds: siteIds && new Set(siteIds),
});

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function watch(identify: () => Promise<Principal>) {
  const onEnd = jest.fn();
  const unwatch = watchAccess({ identify, recheckEveryMs: EVERY_MS }, { authorization: 'Bearer x', siteId: 3 }, onEnd);
  return { onEnd, unwatch };
}

describe('access to a site', () => {
  it.each<[string, () => Promise<Principal>, boolean]>([
    [
      'ends when the sign-in is over',
      () => Promise.reject(new AppError({ code: 'unauthenticated', detail: 'x' })),
      true,
    ],
    ["ends when the site is not the reader's any more", () => Promise.resolve(reader([4])), true],
    ['goes on while the reader may read', () => Promise.resolve(reader([3, 4])), false],
    ['goes on while nobody can be asked', () => Promise.reject(new Error('ECONNREFUSED')), false],
  ])('%s', async (_what, identify, ends) => {
    const { onEnd, unwatch } = watch(identify);
    await jest.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(onEnd).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(onEnd).toHaveBeenCalledTimes(Number(ends));
    unwatch();
  });

  it('is not looked at any more after the watch', async () => {
    const identify = jest.fn(() => Promise.resolve(reader(null)));
    const { unwatch } = watch(identify);
    await jest.advanceTimersByTimeAsync(3 * EVERY_MS);
    unwatch();
    await jest.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect(identify).toHaveBeenCalledTimes(3);
  });
});
