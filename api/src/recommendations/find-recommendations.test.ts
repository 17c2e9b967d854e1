import { describe, expect, it } from '@jest/globals';
import { evidence, expectedImpact } from '@tidemark/contracts';
import fc from 'fast-check';
import { findRecommendations } from './find-recommendations.js';
import { observedDimensions, type Observations } from './observations/observations.js';
import { buildWorld, newGroup, observeQuietSite, type Draft } from './testing/index.js';

const BUDGET = { falseAlarmsPerMonth: 2 };

function empty(days: number): Observations {
  const zeros = Array.from({ length: days }, () => 0);
  const dates = zeros.map((_, day) => new Date(Date.UTC(2025, 8, 1 + day)).toISOString().slice(0, 10));
  const { value: _, ...totals } = newGroup('', days, 0, {});
  return {
    domain: 'site.example',
    timeZone: 'UTC',
    dates,
    isLeftOut: dates.map(() => false),
    totals,
    hours: dates.map(() => new Array<number>(24).fill(0)),
    groups: {
      page: [],
      entry_page: [],
      source: [],
      utm_campaign: [],
      country: [],
      device_type: [],
      browser: [],
    },
    crossed: { device_type: [], browser: [], country: [] },
    forecasts: dates.map(() => null),
    ahead: [],
    ignored: [],
    notFound: [],
  };
}

describe('findRecommendations', () => {
  it.each([0, 1, 13, 90])('has nothing to say of %d days without a view', (days) => {
    expect(findRecommendations(empty(days), BUDGET)).toEqual([]);
  });

  it('has nothing to say of a young site', () => {
    const world = buildWorld({ seed: 5, days: 12, visitsPerDay: 500 })!;
    expect(findRecommendations(world.observe(11), BUDGET)).toEqual([]);
  });

  it('has nothing to say where every day is left out', () => {
    const observations = observeQuietSite((draft) => draft.isLeftOut.fill(true));
    expect(findRecommendations(observations, BUDGET).map(({ type }) => type)).toEqual([]);
  });

  it('copes with one page, one source and one of everything', () => {
    const observations = observeQuietSite((draft) => {
      for (const dimension of observedDimensions) draft.groups[dimension] = [{ value: null, ...draft.totals }];
    });
    expect(findRecommendations(observations, BUDGET).map(({ type }) => type)).toEqual(['publishing_time']);
  });

  it('raises no alarm for whoever wants no false one', () => {
    const options = { injection: { kind: 'tracker_gap', startDay: 89, deviations: 4 } } as const;
    const types = findRecommendations(observeQuietSite(undefined, options), { falseAlarmsPerMonth: 0 }).map(
      ({ type }) => type,
    );
    expect(types.filter((type) => type !== 'publishing_time')).toEqual([]);
  });

  it('is the same each time', () => {
    const options = { injection: { kind: 'dying_source', startDay: 88, deviations: 4 } } as const;
    const observations = observeQuietSite(undefined, options);
    expect(findRecommendations(observations, BUDGET)).toEqual(findRecommendations(observations, BUDGET));
  });

  it('gives figures that can be shown, whatever the counts', () => {
    const wild = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      days: fc.integer({ min: 1, max: 90 }),
      visitsPerDay: fc.constantFrom(3, 40, 700, 20_000),
      spoiled: fc.array(fc.record({ day: fc.nat(89), factor: fc.constantFrom(0, 0.1, 5, 100) }), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(wild, ({ seed, days, visitsPerDay, spoiled }) => {
        const observations = observeQuietSite((draft) => spoil(draft, spoiled), { seed, days, visitsPerDay });
        for (const finding of findRecommendations(observations, BUDGET)) {
          evidence.parse(finding.evidence);
          expectedImpact.parse(finding.impact);
          expect(finding.title.length).toBeLessThanOrEqual(200);
          expect(`${finding.title} ${finding.description}`).not.toMatch(/NaN|Infinity|undefined/);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

/** Multiplies single days of all figures, so that sums still add up about. */
function spoil(draft: Draft, spoiled: readonly { day: number; factor: number }[]): void {
  const all = [draft.totals, ...Object.values(draft.groups).flat()];
  for (const { day, factor } of spoiled) {
    if (day >= draft.dates.length) continue;
    for (const sums of all) {
      for (const figure of Object.values(sums).filter(Array.isArray))
        figure[day] = Math.round((figure[day] ?? 0) * factor);
    }
    draft.hours[day] = (draft.hours[day] ?? []).map((views) => Math.round(views * factor));
  }
}
