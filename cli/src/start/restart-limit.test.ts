import { describe, expect, it } from '@jest/globals';
import { RestartLimit } from './restart-limit.js';

const rules = { limit: 3, windowMs: 60_000, firstDelayMs: 500 };

describe('RestartLimit', () => {
  it('doubles the wait and gives up after too many crashes in the window', () => {
    const limit = new RestartLimit(rules);
    expect([0, 1_000, 2_000, 3_000].map((nowMs) => limit.next(nowMs))).toEqual([500, 1_000, 2_000, undefined]);
  });

  it('forgets crashes that are older than the window', () => {
    const limit = new RestartLimit(rules);
    for (const nowMs of [0, 1_000, 2_000]) limit.next(nowMs);
    expect(limit.next(70_000)).toBe(500);
  });
});
