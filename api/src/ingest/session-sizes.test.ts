import { describe, expect, it } from '@jest/globals';
import { SessionSizes } from './session-sizes.js';

describe('the size of a session', () => {
  it('is ten thousand views; what comes after is another one, of each site by itself', () => {
    const sizes = new SessionSizes();
    const parts = Array.from({ length: 20_001 }, () => sizes.partOf(1, 'all'));
    expect([0, 9_999, 10_000, 19_999, 20_000].map((index) => parts[index])).toEqual([0, 0, 1, 1, 2]);
    expect([sizes.partOf(2, 'all'), sizes.partOf(1, 'other')]).toEqual([0, 0]);
  });
});
