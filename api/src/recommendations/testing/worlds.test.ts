import { describe, expect, it } from '@jest/globals';
import { sum } from '../statistics/robust.js';
import { buildWorld } from './worlds.js';

describe('a simulated site', () => {
  const world = buildWorld({ seed: 3, days: 60, visitsPerDay: 2_000 })!;
  const observed = world.observe(59);

  it('has about as many visits as asked for', () => {
    expect(sum(observed.totals.pageVisits) / 60 / 2_000).toBeGreaterThan(0.8);
    expect(sum(observed.totals.pageVisits) / 60 / 2_000).toBeLessThan(1.2);
  });

  it.each(['entry_page', 'source', 'country', 'device_type', 'browser'] as const)(
    'has every session at one %s',
    (dimension) => {
      observed.dates.forEach((_, day) => {
        expect(sum(observed.groups[dimension].map(({ sessions }) => sessions[day]!))).toBe(
          observed.totals.sessions[day],
        );
      });
    },
  );

  it.each(['entry_page', 'country', 'device_type', 'browser'] as const)('has every bounce at one %s', (dimension) => {
    observed.dates.forEach((_, day) => {
      expect(sum(observed.groups[dimension].map(({ bounces }) => bounces[day]!))).toBe(observed.totals.bounces[day]);
    });
  });

  it('has every view in one hour and on one page', () => {
    observed.dates.forEach((_, day) => {
      expect(sum(observed.hours[day]!)).toBe(observed.totals.pageViews[day]);
      expect(sum(observed.groups.page.map(({ pageViews }) => pageViews[day]!))).toBe(observed.totals.pageViews[day]);
    });
  });

  it('has no more bounces than sessions, and exits than visits', () => {
    for (const group of observed.groups.page) {
      observed.dates.forEach((_, day) => expect(group.exits[day]).toBeLessThanOrEqual(group.pageVisits[day]!));
    }
  });

  it('is the same for the same seed, and seen up to a day only', () => {
    expect(buildWorld({ seed: 3, days: 60, visitsPerDay: 2_000 })!.observe(59)).toEqual(observed);
    expect(world.observe(40).totals.pageVisits).toEqual(observed.totals.pageVisits.slice(0, 41));
    expect(world.observe(40).forecasts).toEqual(observed.forecasts.slice(0, 41));
  });

  it('is forecast a day ahead within its intervals about as often as they say', () => {
    const worlds = Array.from({ length: 12 }, (_, seed) =>
      buildWorld({ seed, days: 120, holidaysPerYear: 0 })!.observe(119),
    );
    const inside = worlds.flatMap(({ forecasts, totals }) =>
      forecasts.flatMap((forecast, day) => {
        if (forecast === null) return [];
        const { lower, upper } = forecast.intervals[90];
        return [totals.pageVisits[day]! >= lower && totals.pageVisits[day]! <= upper];
      }),
    );
    expect(inside.filter(Boolean).length / inside.length).toBeGreaterThan(0.84);
    expect(inside.filter(Boolean).length / inside.length).toBeLessThan(0.95);
  });
});
