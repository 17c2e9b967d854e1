import { describe, expect, it } from '@jest/globals';
import { parseView, writeView } from './view.js';

const parse = (query: string) => parseView(new URLSearchParams(query));

describe('the view in the address', () => {
  it('is 28 days of visitors against the period before, unless said otherwise', () => {
    expect(parse('')).toEqual({
      site: undefined,
      range: { id: '28d' },
      compare: 'previous_period',
      metric: 'unique_visitors',
    });
  });

  it.each([
    'range=90d&compare=none&metric=bounce_rate',
    'site=harbour.example&range=custom&start=2015-05-17&end=2015-05-20',
    'compare=previous_year',
    '',
  ])('survives being read and written: %p', (query) => {
    expect(writeView(new URLSearchParams(), parse(query)).toString()).toBe(query);
  });

  it.each([
    'range=5y',
    'range=custom&start=2026-02-30&end=2026-03-01',
    'range=custom&start=2026-03-02&end=2026-03-01',
    'range=custom',
  ])('falls back to the default range for %p', (query) => {
    expect(parse(query).range).toEqual({ id: '28d' });
  });

  it('falls back to the defaults for a comparison or metric it does not know', () => {
    expect(parse('compare=yesterday&metric=hits')).toMatchObject({
      compare: 'previous_period',
      metric: 'unique_visitors',
    });
  });

  it('keeps parameters that belong to others', () => {
    expect(writeView(new URLSearchParams('note=1&range=7d'), parse('')).toString()).toBe('note=1');
  });
});
