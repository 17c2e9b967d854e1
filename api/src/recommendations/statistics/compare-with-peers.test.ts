import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../testing/random.js';
import { compareWithPeers } from './compare-with-peers.js';
import { studentUpper } from './distributions.js';
import { fromLogOdds, measureDispersion, shrinkDailyRates, toLogOdds } from './proportions.js';

describe('a group among its peers', () => {
  it.each([
    { peers: 8, between: 0.3 },
    { peers: 20, between: 0.1 },
    { peers: 20, between: 0 },
  ])('is as rarely conspicuous as said where all are alike: $peers peers, $between apart', ({ peers, between }) => {
    const random = createRandom(peers);
    const pValues = Array.from({ length: 400 }, () =>
      compareWithPeers(
        Array.from({ length: peers }, () => {
          const rate = fromLogOdds(between * random.normal());
          return toLogOdds(random.binomial(300, rate), 300);
        }),
      ).map((comparison) => studentUpper(comparison!.score, comparison!.degrees)),
    ).flat();
    const below = (level: number): number => pValues.filter((pValue) => pValue < level).length / pValues.length;
    expect(below(0.05)).toBeGreaterThan(0.02);
    expect(below(0.05)).toBeLessThan(0.07);
    expect(below(0.005)).toBeLessThan(0.01);
  });

  it('stands out where it differs by more than they do, and is pulled towards them', () => {
    const rates = [0.4, 0.42, 0.45, 0.38, 0.41, 0.44, 0.39, 0.43, 0.85];
    const all = compareWithPeers(rates.map((rate) => toLogOdds(rate * 200, 200)));
    const last = all.at(-1)!;
    expect(fromLogOdds(last.expected)).toBeCloseTo(0.415, 2);
    expect(fromLogOdds(last.shrunk)).toBeLessThan(0.85);
    expect(studentUpper(last.score, last.degrees)).toBeLessThan(1e-4);
    expect(studentUpper(all[0]!.score, all[0]!.degrees)).toBeGreaterThan(0.2);
  });

  it('has none where there are few', () => {
    expect(compareWithPeers([1, 2, 3].map((value) => ({ value, variance: 1 })))).toEqual([null, null, null]);
  });
});

describe('the dispersion of a daily proportion', () => {
  it('is about 1 for chance alone, and more where days differ', () => {
    const random = createRandom(1);
    const trials = Array.from({ length: 300 }, () => 100);
    const steady = trials.map((count) => random.binomial(count, 0.4));
    const moody = trials.map((count) => random.binomial(count, fromLogOdds(-0.4 + 0.4 * random.normal())));
    expect(measureDispersion({ successes: steady, trials })).toBeLessThan(1.25);
    expect(measureDispersion({ successes: moody, trials })).toBeGreaterThan(2.5);
  });

  it.each([
    ['no days', [], []],
    ['none', [0, 0], [5, 5]],
    ['all', [5, 5], [5, 5]],
    ['days without any', [0, 0], [0, 0]],
  ])('is 1 with %s', (_what, successes, trials) => {
    expect(measureDispersion({ successes, trials })).toBe(1);
  });
});

describe('daily rates', () => {
  it('are drawn to their mean as far as they are chance', () => {
    const random = createRandom(2);
    const trials = Array.from({ length: 200 }, () => 50);
    const steady = shrinkDailyRates({ successes: trials.map((count) => random.binomial(count, 0.4)), trials });
    const moody = shrinkDailyRates({ successes: trials.map((_, day) => (day % 2 === 0 ? 10 : 40)), trials });
    expect(Math.max(...steady.map((rate) => Math.abs(rate! - 0.4)))).toBeLessThan(0.1);
    expect(moody[0]).toBeLessThan(0.25);
    expect(moody[1]).toBeGreaterThan(0.75);
  });

  it('are unknown on days without any', () => {
    expect(shrinkDailyRates({ successes: [0, 3], trials: [0, 6] })).toEqual([null, 0.5]);
    expect(shrinkDailyRates({ successes: [0], trials: [0] })).toEqual([null]);
  });
});
