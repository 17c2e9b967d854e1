import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  countLower,
  countUpper,
  fUpper,
  normalQuantile,
  normalUpper,
  scoreCount,
  studentHalfWidth,
  studentTwoSided,
  studentUpper,
} from './distributions.js';

describe('distributions', () => {
  // By R 4: pt, pnorm, qnorm, qt, ppois, pnbinom, pf.
  it.each([
    ['pt(2.228139, 10, lower = FALSE)', studentUpper(2.228139, 10), 0.025],
    ['pt(-2.228139, 10, lower = FALSE)', studentUpper(-2.228139, 10), 0.975],
    ['2 * pt(-12, 30)', studentTwoSided(-12, 30), 5.580185e-13],
    ['pnorm(-3)', normalUpper(3), 0.001349898],
    ['qnorm(0.975)', normalQuantile(0.975), 1.959964],
    ['qt(0.975, 8)', studentHalfWidth(0.95, 8), 2.306004],
    ['pnbinom(0, 5, 1 / 3)', countLower(0, 10, 3), 0.004115226],
    ['pnbinom(0, 5, 1 / 3, lower = FALSE)', countUpper(1, 10, 3), 0.9958848],
    ['pnbinom(170, 0.034953, 1 / 49.672447, lower = FALSE)', countUpper(171, 1.7012432, 49.672447), 2.717905e-4],
    ['pnbinom(169, 0.001 / 42, 1 / 43, lower = FALSE)', 1 - countLower(169, 0.001, 43), 9.125774e-8],
    ['pf(3.098391, 3, 20, lower = FALSE)', fUpper(3.098391, 3, 20), 0.05],
  ])('%s', (_name, figure, expected) => {
    expect(Math.abs(figure / expected - 1)).toBeLessThan(1e-6);
  });

  it('takes a Poisson count for a negative binomial one, nearly', () => {
    // ppois(4, 2, lower = FALSE), ppois(0, 3)
    expect(countUpper(5, 2, 1)).toBeCloseTo(0.05265302, 4);
    expect(countLower(0, 3, 1)).toBeCloseTo(0.04978707, 4);
  });

  const count = fc.integer({ min: 0, max: 5_000 });
  const mean = fc.double({ min: 0.01, max: 5_000, noNaN: true });
  const dispersion = fc.double({ min: 1, max: 500, noNaN: true });

  it.each([
    ['any', count, mean],
    [
      'near the largest gamma function, and rare',
      fc.integer({ min: 150, max: 180 }),
      fc.double({ min: 1e-6, max: 2, noNaN: true }),
    ],
  ])('has at most a count, or more than it: %s', (_name, counts, means) => {
    fc.assert(
      fc.property(counts, means, dispersion, (k, mu, phi) => {
        // Near the mean of a Poisson count the library errs by up to 6e-8.
        expect(Math.abs(countLower(k, mu, phi) + countUpper(k + 1, mu, phi) - 1)).toBeLessThan(1e-7);
      }),
    );
  });

  it('scores counts near the largest gamma function as their neighbours', () => {
    const scores = Array.from({ length: 12 }, (_, index) => scoreCount(163 + index, 1.7, 49.7));
    for (const [index, score] of scores.slice(1).entries())
      expect(score - (scores[index] ?? NaN)).toBeCloseTo(0.007, 3);
  });

  it('scores every count, higher ones higher', () => {
    fc.assert(
      fc.property(count, fc.double({ min: 0.01, max: 60_000, noNaN: true }), dispersion, (k, mu, phi) => {
        const score = scoreCount(k, mu, phi);
        expect(Number.isFinite(score)).toBe(true);
        expect(scoreCount(k + 1, mu, phi)).toBeGreaterThanOrEqual(score - 1e-9);
      }),
    );
  });
});
