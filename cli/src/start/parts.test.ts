import { describe, expect, it } from '@jest/globals';
import { planParts } from './parts.js';

describe('planParts', () => {
  it('starts everything, with the demo, when nothing is named', () => {
    expect(planParts([])).toEqual({ parts: new Set(['api', 'dashboard', 'ml']), isWhole: true });
  });

  it.each([
    [['api'], ['api']],
    [['dashboard'], ['api', 'dashboard']],
    [['ml'], ['api', 'ml']],
    [
      ['api', 'ml'],
      ['api', 'ml'],
    ],
  ])('starts what %j needs', (names, parts) => {
    expect(planParts(names)).toEqual({ parts: new Set(parts), isWhole: false });
  });

  it('names an unknown part', () => {
    expect(() => planParts(['apy'])).toThrow('There is no part named apy');
  });
});
