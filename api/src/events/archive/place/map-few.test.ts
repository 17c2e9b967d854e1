import { describe, expect, it } from '@jest/globals';
import { mapFew } from './map-few.js';

describe('mapping a few at a time', () => {
  it('keeps the order and the limit', async () => {
    let running = 0;
    let most = 0;
    const doubled = await mapFew([5, 1, 4, 2, 3], 2, async (number) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < number; turn++) await Promise.resolve();
      running--;
      return number * 2;
    });
    expect(doubled).toEqual([10, 2, 8, 4, 6]);
    expect(most).toBe(2);
  });

  it('begins nothing after a failure, and waits for what runs', async () => {
    const begun: number[] = [];
    let hasEnded = false;
    const mapping = mapFew([1, 2, 3, 4], 2, async (number) => {
      begun.push(number);
      if (number === 1) throw new Error('one fails');
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      hasEnded = true;
    });
    await expect(mapping).rejects.toThrow('one fails');
    expect(begun).toEqual([1, 2]);
    expect(hasEnded).toBe(true);
  });
});
