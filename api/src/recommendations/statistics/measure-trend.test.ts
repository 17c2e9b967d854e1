import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../testing/random.js';
import { measureTrend } from './measure-trend.js';
import type { Series } from './rhythm.js';

const WEEK = [1.2, 1.1, 1, 1, 0.9, 0.6, 0.7];

function draw(
  random: Random,
  about: { days: number; level: number; noise: number; memory: number; aWeek?: number },
): Series {
  const { days, level, noise, memory, aWeek = 0 } = about;
  let state = noise * random.normal();
  const counts = Array.from({ length: days }, (_, day) => {
    state = memory * state + Math.sqrt(1 - memory ** 2) * noise * random.normal();
    return random.poisson(level * (WEEK[day % 7] ?? 1) * Math.exp(state) * (1 + aWeek) ** (day / 7));
  });
  return { counts, reference: null, weekdays: counts.map((_, day) => day % 7), isUsable: counts.map(() => true) };
}

describe('trends', () => {
  it.each([
    { level: 20, noise: 0.05, memory: 0 },
    { level: 200, noise: 0.08, memory: 0.3 },
    { level: 2_000, noise: 0.06, memory: 0.3 },
  ])('are as rare as said where there is none: $level a day, noise $noise, memory $memory', (about) => {
    const random = createRandom(about.level);
    const pValues = Array.from({ length: 600 }, () => measureTrend(draw(random, { days: 90, ...about }))!.pValue);
    const below = (level: number): number => pValues.filter((pValue) => pValue < level).length / pValues.length;
    expect(below(0.05)).toBeGreaterThan(0.02);
    expect(below(0.05)).toBeLessThan(0.09);
    expect(below(0.005)).toBeLessThan(0.018);
  });

  it('measures a decline of 5% a week', () => {
    const trend = measureTrend(
      draw(createRandom(1), { days: 90, level: 400, noise: 0.04, memory: 0.2, aWeek: -0.05 }),
    )!;
    expect(Math.exp(7 * trend.slope) - 1).toBeCloseTo(-0.05, 1);
    expect(trend.pValue).toBeLessThan(1e-6);
    expect(trend.endLevel).toBeLessThan(trend.startLevel);
    expect(trend.change).toBeCloseTo(0.95 ** (41 / 7), 1);
  });

  it('finds no trend relative to a site that has the same', () => {
    const random = createRandom(2);
    const site = draw(random, { days: 90, level: 5_000, noise: 0.05, memory: 0.3, aWeek: 0.06 });
    const counts = site.counts.map((total) => random.binomial(total, 0.1));
    const reference = site.counts.map((total, day) => total - counts[day]!);
    expect(measureTrend({ ...site, counts })!.pValue).toBeLessThan(0.001);
    expect(measureTrend({ ...site, counts, reference })!.pValue).toBeGreaterThan(0.05);
  });

  it.each([
    ['too few days', { days: 27, level: 100, noise: 0.05, memory: 0 }],
    ['no counts', { days: 90, level: 0, noise: 0, memory: 0 }],
  ])('knows none with %s', (_what, about) => {
    expect(measureTrend(draw(createRandom(3), about))).toBeNull();
  });
});
