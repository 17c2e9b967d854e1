import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../testing/random.js';
import { measureMovement } from './measure-movement.js';
import type { Series } from './rhythm.js';

const WEEK = [1.2, 1.1, 1, 1, 0.9, 0.6, 0.7];

/** Counts with a weekly rhythm, and ups and downs of a day beyond chance. */
function draw(random: Random, about: { days: number; level: number; noise: number; memory?: number }): Series {
  const { days, level, noise, memory = 0 } = about;
  let state = 0;
  const counts = Array.from({ length: days }, (_, day) => {
    state = memory * state + Math.sqrt(1 - memory ** 2) * noise * random.normal();
    return random.poisson(level * (WEEK[day % 7] ?? 1) * Math.exp(state));
  });
  return { counts, reference: null, weekdays: counts.map((_, day) => day % 7), isUsable: counts.map(() => true) };
}

function shareBelow(pValues: readonly number[], level: number): number {
  return pValues.filter((pValue) => pValue < level).length / pValues.length;
}

describe('movements', () => {
  it.each([
    { level: 12, noise: 0, memory: 0 },
    { level: 40, noise: 0.1, memory: 0 },
    { level: 200, noise: 0.1, memory: 0.3 },
    { level: 5_000, noise: 0.08, memory: 0.3 },
  ])('are at most as frequent as said where nothing changes: $level a day, noise $noise, memory $memory', (about) => {
    const random = createRandom(about.level);
    const pValues = Array.from({ length: 800 }, () => {
      const movement = measureMovement(draw(random, { days: 90, ...about }), [88, 89]);
      return movement!.pValue('both');
    });
    expect(shareBelow(pValues, 0.05)).toBeGreaterThan(0.015);
    expect(shareBelow(pValues, 0.05)).toBeLessThan(0.075);
    expect(shareBelow(pValues, 0.005)).toBeLessThan(0.012);
    expect(shareBelow(pValues, 0.5)).toBeGreaterThan(0.42);
    expect(shareBelow(pValues, 0.5)).toBeLessThan(0.58);
  });

  it('says how much less there was than usual, and how sure that is', () => {
    const series = draw(createRandom(3), { days: 90, level: 200, noise: 0.05 });
    const counts = series.counts.map((count, day) => (day >= 88 ? Math.round(0.6 * count) : count));
    const movement = measureMovement({ ...series, counts }, [88, 89])!;
    expect(movement.observed / movement.expected).toBeCloseTo(0.6, 1);
    expect(movement.pValue('down')).toBeLessThan(1e-6);
    expect(movement.pValue('up')).toBeGreaterThan(0.99);
  });

  it('lets what moves the reference too move nothing', () => {
    const random = createRandom(4);
    const site = draw(random, { days: 90, level: 5_000, noise: 0.05 }).counts.map((count, day) =>
      day >= 88 ? Math.round(count / 2) : count,
    );
    const counts = site.map((total) => random.binomial(total, 0.1));
    const series = { ...draw(random, { days: 90, level: 1, noise: 0 }), counts };
    expect(measureMovement(series, [88, 89])!.pValue('down')).toBeLessThan(1e-6);
    const reference = site.map((total, day) => total - counts[day]!);
    expect(measureMovement({ ...series, reference }, [88, 89])!.pValue('down')).toBeGreaterThan(0.01);
  });

  it("doesn't take a day that isn't usable for usual", () => {
    const series = draw(createRandom(5), { days: 90, level: 100, noise: 0.05 });
    const counts = series.counts.map((count, day) => (day >= 60 && day < 80 ? 0 : count));
    const isUsable = counts.map((_, day) => day < 60 || day >= 80);
    const movement = measureMovement({ ...series, counts, isUsable }, [88, 89])!;
    expect(movement.observed / movement.expected).toBeCloseTo(1, 0);
    expect(movement.expectedByDay[70]).toBeNull();
  });

  it('cuts a single extreme day back, so that it neither lifts the level nor hides a change', () => {
    const series = draw(createRandom(6), { days: 90, level: 100, noise: 0.05 });
    const counts = series.counts.map((count, day) =>
      day === 75 ? 20 * count : day >= 88 ? Math.round(count / 2) : count,
    );
    const movement = measureMovement({ ...series, counts }, [88, 89])!;
    expect(movement.expected / 2).toBeLessThan(100);
    expect(movement.pValue('down')).toBeLessThan(1e-4);
  });

  it('takes for chance what has happened now and then before', () => {
    const series = draw(createRandom(9), { days: 90, level: 50, noise: 0.1 });
    const surge = (days: readonly number[]) =>
      series.counts.map((count, day) => (days.includes(day) ? 4 * count : count));
    expect(measureMovement({ ...series, counts: surge([89]) }, [88, 89])!.pValue('up')).toBeLessThan(1e-4);
    expect(measureMovement({ ...series, counts: surge([35, 49, 66, 89]) }, [88, 89])!.pValue('up')).toBeGreaterThan(
      0.01,
    );
  });

  it.each([0, 10, 28])('knows nothing after %d days', (days) => {
    const series = draw(createRandom(7), { days, level: 100, noise: 0.05 });
    expect(measureMovement(series, days > 1 ? [days - 2, days - 1] : [])).toBeNull();
  });

  it('knows nothing where nothing ever came', () => {
    const series = draw(createRandom(8), { days: 90, level: 0, noise: 0 });
    expect(measureMovement(series, [88, 89])).toBeNull();
  });
});
