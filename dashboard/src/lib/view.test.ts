import { describe, expect, it } from '@jest/globals';
import { parseView, toSavedQuery, writeView } from './view.js';

const parse = (query: string) => parseView(new URLSearchParams(query));

describe('the view in the address', () => {
  it('is 28 days of visitors against the period before, unless said otherwise', () => {
    expect(parse('')).toEqual({
      site: undefined,
      range: { id: '28d' },
      compare: 'previous_period',
      metric: 'unique_visitors',
      interval: 'auto',
      filters: {},
    });
  });

  it.each([
    'range=90d&compare=none&metric=bounce_rate',
    'site=harbour.example&range=custom&start=2015-05-17&end=2015-05-20',
    'compare=previous_year',
    'compare=previous_year_weekdays&interval=week',
    'range=last_month&page=*blog*&country=DE',
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

  it('falls back to the defaults for a comparison, metric or interval it does not know, and knows no other filters', () => {
    expect(parse('compare=yesterday&metric=hits&interval=second&weather=fair')).toMatchObject({
      compare: 'previous_period',
      metric: 'unique_visitors',
      interval: 'auto',
      filters: {},
    });
  });

  it('keeps parameters that belong to others', () => {
    expect(writeView(new URLSearchParams('note=1&range=7d'), parse('')).toString()).toBe('note=1');
  });

  it('forgets filters that were taken away', () => {
    const query = new URLSearchParams('country=DE&os=macOS');
    expect(writeView(query, { ...parseView(query), filters: { os: 'macOS' } }).toString()).toBe('os=macOS');
  });

  it('is kept under a name without its site', () => {
    expect(toSavedQuery(parse('site=harbour.example&range=7d&country=DE'))).toBe('range=7d&country=DE');
  });
});
