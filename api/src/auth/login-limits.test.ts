import { describe, expect, it } from '@jest/globals';
import { accountLimit, addressLimit, countFailure, type Failures } from './login-limits.js';

const NONE: Failures = { failures: 0, beganAtMs: 0, lastAtMs: 0 };
const MINUTE_MS = 60_000;

function fail(times: number, limit: typeof accountLimit, everyMs = 0): Failures {
  let failed = NONE;
  for (let time = 0; time < times; time++) failed = countFailure(failed, limit, 1_000_000 + time * everyMs);
  return failed;
}
const waitS = (times: number, limit: typeof accountLimit) =>
  Math.max(0, (limit.retryAtMs(fail(times, limit)) - 1_000_000) / 1_000);

describe('the wait of an account', () => {
  it.each([
    [4, 0],
    [5, 15],
    [6, 30],
    [8, 120],
    [10, 480],
    [11, 900],
    [1_000, 900],
  ])('after %d failures is %d s', (times, seconds) => {
    expect(waitS(times, accountLimit)).toBe(seconds);
  });

  it('is forgotten after a day without failure', () => {
    const failed = fail(9, accountLimit);
    expect(countFailure(failed, accountLimit, failed.lastAtMs + 24 * 60 * MINUTE_MS).failures).toBe(1);
    expect(countFailure(failed, accountLimit, failed.lastAtMs + 23 * 60 * MINUTE_MS).failures).toBe(10);
  });
});

describe('the wait of an address', () => {
  it.each([
    [19, 0],
    [20, 900],
  ])('after %d failures is %d s', (times, seconds) => {
    expect(waitS(times, addressLimit)).toBe(seconds);
  });

  it('ends a quarter of an hour after the first of them', () => {
    const failed = fail(20, addressLimit, 10_000);
    expect(addressLimit.retryAtMs(failed)).toBe(1_000_000 + 15 * MINUTE_MS);
    expect(countFailure(failed, addressLimit, 1_000_000 + 15 * MINUTE_MS).failures).toBe(1);
  });
});
