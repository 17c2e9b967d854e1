import { describe, expect, it } from '@jest/globals';
import { buildOutcome } from '../testing/forecasts.js';
import { atHorizon, countDays, countInside, errorOnMostDays, findService, missOf } from './forecast-accuracy.js';

describe('what forecasts were worth', () => {
  it('is the error that two forecasts of three kept to', () => {
    const off = (actual_value: number) => buildOutcome({ predicted_value: 100, actual_value });
    expect(errorOnMostDays([off(100), off(80), off(200)])).toBeCloseTo(0.25);
    expect(errorOnMostDays([off(125)])).toBeCloseTo(0.2);
  });

  it('is unknown where nothing came', () => {
    expect(errorOnMostDays([])).toBeNull();
    expect(errorOnMostDays([buildOutcome({ actual_value: 0 })])).toBeNull();
  });

  it.each([
    [90, undefined],
    [110, undefined],
    [111, 'above'],
    [89, 'below'],
  ] as const)('knows that %d is %s of a range from 90 to 110', (actual_value, side) => {
    expect(missOf(buildOutcome({ actual_value, lower: 90, upper: 110 }))).toBe(side);
  });

  it('counts days, not forecasts', () => {
    const history = [
      buildOutcome({ predicted_date: '2026-03-08', horizon: 1 }),
      buildOutcome({ predicted_date: '2026-03-08', horizon: 7, actual_value: 500 }),
      buildOutcome({ predicted_date: '2026-03-09', horizon: 1 }),
    ];
    expect(countDays(history)).toBe(2);
    expect(countInside(history)).toBe(2);
    expect(countInside(atHorizon(history, 7))).toBe(0);
  });
});

describe('the service of a model', () => {
  const old = buildOutcome({ model_version: 'v1', issued_at: '2026-03-01T00:10:00Z' });
  const now = buildOutcome({ model_version: 'v2', issued_at: '2026-03-05T00:10:00Z' });

  it('began with its first forecast', () => {
    expect(findService([now, old], 'v2')).toEqual({ since: now.issued_at, isAtLeast: false });
  });

  it('may have begun before the history does', () => {
    expect(findService([now, old], 'v1')).toEqual({ since: old.issued_at, isAtLeast: true });
  });

  it('isn’t known before one of its days is over', () => {
    expect(findService([old], 'v9')).toBeUndefined();
  });
});
