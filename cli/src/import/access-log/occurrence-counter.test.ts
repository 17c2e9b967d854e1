import { describe, expect, it } from '@jest/globals';
import { OccurrenceCounter } from './occurrence-counter.js';

describe('OccurrenceCounter', () => {
  it('numbers equal lines and tells different ones apart', () => {
    const counter = new OccurrenceCounter();
    expect(['a', 'b', 'a', 'a', 'b'].map((line) => counter.count(1_000, line))).toEqual([1, 1, 2, 3, 2]);
  });

  it('goes on counting when seconds come mixed', () => {
    const counter = new OccurrenceCounter();
    counter.count(5_000, 'a');
    counter.count(1_000, 'b');
    expect(counter.count(5_000, 'a')).toBe(2);
  });

  it('forgets what lies far back, so that memory stays flat', () => {
    const counter = new OccurrenceCounter();
    counter.count(0, 'a');
    for (let second = 1; second <= 200; second++) counter.count(second * 1_000, `line ${String(second)}`);
    expect(counter.count(0, 'a')).toBe(1);
  });

  it('stays bounded where every line bears one time', () => {
    const counter = new OccurrenceCounter();
    counter.count(0, 'first');
    for (let line = 0; line < 200_000; line++) counter.count(0, String(line));
    expect(counter.count(0, 'first')).toBe(1);
  });
});
