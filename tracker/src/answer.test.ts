import { describe, expect, it } from '@jest/globals';
import { computeWaitMs, isFinal } from './answer.js';

describe('isFinal', () => {
  it.each([201, 202, 400, 403, 404, 413, 415, 422])('is true for %i', (status) => {
    expect(isFinal(status)).toBe(true);
  });

  it.each([0, 200, 204, 302, 408, 429, 500, 502, 503, 504])('is false for %i', (status) => {
    expect(isFinal(status)).toBe(false);
  });
});

describe('computeWaitMs', () => {
  it.each([
    [0, 0, 0, 1_000],
    [0, 0, 1, 1_500],
    [1, 0, 0, 2_000],
    [5, 0, 0, 32_000],
    [40, 0, 0, 3_600_000],
    [5, 7, 0, 7_000],
    [0, 60, 0.5, 75_000],
    [0, 86_400, 0, 3_600_000],
    [2, NaN, 0, 4_000],
  ])('after %i failures, asked for %i s, with chance %d is %i', (failures, retryAfterS, random, expected) => {
    expect(computeWaitMs(failures, retryAfterS, random)).toBe(expected);
  });
});
