import { describe, expect, it } from '@jest/globals';
import {
  containing,
  isNarrowedTo,
  parseFilters,
  readCondition,
  toFilterValue,
  toggleFilters,
  withoutFilter,
  writeCondition,
} from './filters.js';

const parse = (query: string) => parseFilters(new URLSearchParams(query));

describe('filters in the address', () => {
  it('have the API’s names and syntax', () => {
    expect(parse('country=DE&page=*blog*&browser=!Chrome&source=a,b')).toEqual({
      country: 'DE',
      page: '*blog*',
      browser: '!Chrome',
      source: 'a,b',
    });
  });

  it.each(['colour=red', 'country=', 'country=!', 'country=,', `page=${'x'.repeat(1_001)}`])(
    'are ignored where the API wouldn’t take them: %p',
    (query) => {
      expect(parse(query)).toEqual({});
    },
  );
});

describe('a condition', () => {
  it.each([
    ['DE', 'is', ['DE']],
    ['!DE', 'isNot', ['DE']],
    ['DE,FR', 'anyOf', ['DE', 'FR']],
    ['!DE,FR', 'noneOf', ['DE', 'FR']],
    ['*blog*', 'contains', ['blog']],
    ['!*blog*', 'containsNot', ['blog']],
    ['/blog/*', 'is', ['/blog/*']],
    ['(none)', 'is', ['(none)']],
  ] as const)('%p says %s, and is written the same again', (text, operator, values) => {
    expect(readCondition(text)).toEqual({ operator, values });
    expect(writeCondition({ operator, values })).toBe(text);
  });

  it.each([
    ['Lisbon, Portugal', 'Lisbon* Portugal'],
    ['!important', '*important'],
    ['plain!', 'plain!'],
    ['a,b,c,d,e,f,g,h,i,j,k,l', 'a*b*c*d*e*f*g*h*i*j*'],
  ])('writes %p, which the API would read otherwise, as %p', (value, text) => {
    expect(toFilterValue(value)).toBe(text);
  });

  it('looks for a text anywhere, whatever stands in it', () => {
    expect(containing('50%, *off*')).toBe('*50%* off*');
  });
});

describe('a row of a panel', () => {
  it('narrows the reports to itself, and takes that away again', () => {
    const narrowed = toggleFilters({ browser: 'Firefox' }, { country: 'DE' });
    expect(narrowed).toEqual({ browser: 'Firefox', country: 'DE' });
    expect(isNarrowedTo(narrowed, { country: 'DE' })).toBe(true);
    expect(toggleFilters(narrowed, { country: 'DE' })).toEqual({ browser: 'Firefox' });
  });

  it('takes the place of another condition on the same dimension', () => {
    expect(toggleFilters({ country: '!DE' }, { country: 'DE' })).toEqual({ country: 'DE' });
  });

  it('that is one of several is taken out, and the others stay', () => {
    expect(isNarrowedTo({ country: 'DE,FR,IT' }, { country: 'FR' })).toBe(true);
    expect(toggleFilters({ country: 'DE,FR,IT' }, { country: 'FR' })).toEqual({ country: 'DE,IT' });
  });

  it('isn’t chosen by a filter that excludes it, or by one that only finds it', () => {
    expect(isNarrowedTo({ country: '!DE' }, { country: 'DE' })).toBe(false);
    expect(isNarrowedTo({ page: '*tides*' }, { page: 'harbour.example/tides' })).toBe(false);
  });

  it('of two conditions is chosen where both hold', () => {
    const row = { source: 'Google', channel: 'Organic Search' };
    expect(isNarrowedTo({ source: 'Google' }, row)).toBe(false);
    expect(toggleFilters(toggleFilters({}, row), row)).toEqual({});
  });
});

it('a filter is removed alone', () => {
  expect(withoutFilter({ country: 'DE', os: 'macOS' }, 'country')).toEqual({ os: 'macOS' });
});
