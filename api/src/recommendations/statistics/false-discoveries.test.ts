import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toQValues } from './false-discoveries.js';

const even = (pValues: readonly number[]) => pValues.map((pValue) => ({ pValue, weight: 1, most: 1 }));

describe('false discoveries', () => {
  it('is as Benjamini and Hochberg had it in their example', () => {
    const pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const qValues = toQValues(even(pValues));
    // Their 1995 paper: at 5% the four smallest are found.
    expect(qValues.map((qValue) => qValue <= 0.05)).toEqual(pValues.map((_, index) => index < 4));
  });

  it('takes more from what has more weight', () => {
    const [first, second] = toQValues([
      { pValue: 0.04, weight: 1.6, most: 1 },
      { pValue: 0.04, weight: 0.4, most: 1 },
    ]);
    expect(first).toBeCloseTo(0.05, 10);
    expect(second).toBeCloseTo(0.1, 10);
  });

  it('counts on no more false findings than the questions can bring', () => {
    const rare = (most: number) =>
      Array.from({ length: 99 }, () => ({ pValue: Number.POSITIVE_INFINITY, weight: 1, most }));
    const [common] = toQValues([{ pValue: 0.001, weight: 1, most: 1 }, ...rare(1)]);
    const [seldom, ...others] = toQValues([{ pValue: 0.001, weight: 1, most: 1 }, ...rare(1e-5)]);
    expect(common).toBeCloseTo(0.1, 10);
    expect(seldom).toBeCloseTo(0.001 + 99e-5, 10);
    expect(others.every((qValue) => qValue === 1)).toBe(true);
  });

  it('is never below the p-value, and in the same order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const qValues = toQValues(even(pValues));
        pValues.forEach((pValue, index) => {
          expect(qValues[index]).toBeGreaterThanOrEqual(pValue * (1 - 1e-9));
          pValues.forEach((other, at) => {
            if (pValue < other) expect(qValues[index]).toBeLessThanOrEqual(qValues[at]!);
          });
        });
      }),
    );
  });
});
