import { describe, expect, it } from '@jest/globals';
import { refusalOf } from './validation.js';

const wrong = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `[${index}].page_url`, message: 'is wrong' }));

describe('a refusal', () => {
  it('lists every bad field of a batch of which ten fields an event are bad', () => {
    expect(refusalOf(wrong(1_000)).errors).toEqual(wrong(1_000));
  });

  it('lists no more of them than that, and how many more there are', () => {
    const { errors, message } = refusalOf(wrong(60_000));
    expect(errors).toEqual([...wrong(1_000), { path: '(body)', message: 'and 59000 more' }]);
    expect(message).toContain('(and 59997 more)');
  });
});
