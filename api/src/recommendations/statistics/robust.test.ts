import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../testing/random.js';
import { median, medianDeviation, robustVariance } from './robust.js';

describe('robust figures', () => {
  it.each([
    [[], 0],
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('measures the variance of normal values', () => {
    const random = createRandom(1);
    const values = Array.from({ length: 20_000 }, () => 3 * random.normal());
    expect(robustVariance(values)).toBeCloseTo(9, 0);
    expect(medianDeviation(values)).toBeCloseTo(3, 1);
  });

  it("isn't moved much by one extreme value among many", () => {
    const random = createRandom(2);
    const values = Array.from({ length: 60 }, () => random.normal());
    const before = robustVariance(values);
    expect(robustVariance([...values, 100])).toBeLessThan(1.3 * before);
  });

  it('counts single values in full where most are 0', () => {
    expect(robustVariance([0, 0, 0, 2])).toBe(1);
  });
});
