import { describe, expect, it } from '@jest/globals';
import { computeChange } from './change.js';
import { findMetric } from './metrics.js';

const visitors = findMetric('unique_visitors');
const bounceRate = findMetric('bounce_rate');

describe('a change', () => {
  it.each([
    ['more visitors are good', visitors, 120, 100, 'up', 'good', 0.2],
    ['fewer visitors are bad', visitors, 80, 100, 'down', 'bad', -0.2],
    ['a higher bounce rate is bad', bounceRate, 0.5, 0.4, 'up', 'bad', 0.1],
    ['a lower bounce rate is good', bounceRate, 0.3, 0.4, 'down', 'good', -0.1],
    ['the same is neither', visitors, 100, 100, 'flat', 'neutral', 0],
    ['nothing after nothing is neither', visitors, 0, 0, 'flat', 'neutral', 0],
  ] as const)('%s', (_, metric, current, previous, direction, meaning, amount) => {
    expect(computeChange(metric, current, previous)).toMatchObject({ kind: 'moved', direction, meaning });
    expect(computeChange(metric, current, previous)).toHaveProperty('amount', expect.closeTo(amount, 10));
  });

  it('has no size where there was nothing before', () => {
    expect(computeChange(visitors, 5, 0)).toEqual({ kind: 'new' });
  });

  it.each([
    [null, 1],
    [1, null],
    [1, undefined],
  ])('is unknown from %p and %p', (current, previous) => {
    expect(computeChange(visitors, current, previous)).toEqual({ kind: 'unknown' });
  });
});
