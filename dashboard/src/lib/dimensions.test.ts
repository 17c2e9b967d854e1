import { describe, expect, it } from '@jest/globals';
import type { FilterDimension } from '../types/analytics.js';
import { formatDimensionValue } from './dimensions.js';
import { describeFilter } from './filter-words.js';
import { filterDimensions } from './filters.js';

describe('a value in the reader’s words', () => {
  it.each<[FilterDimension, string, string]>([
    ['exit_page', 'harbour.example/tides', '/tides'],
    ['country', 'DE', 'Germany'],
    ['language', 'pt-BR', 'Brazilian Portuguese'],
    ['language', 'no such tag', 'no such tag'],
    ['device_type', 'mobile', 'Mobile'],
    ['day_of_week', '1', 'Monday'],
    ['day_of_week', '8', '8'],
    ['weekday_hour', 'x-99', 'x-99'],
    ['weekday_hour', '7', '7'],
    ['hour_of_day', '24', '24'],
    ['utm_term', 'low water', 'low water'],
  ])('of %s %p reads %p', (dimension, value, words) => {
    expect(formatDimensionValue(dimension, value, 'harbour.example')).toBe(words);
  });

  it('of an hour names the hour', () => {
    expect(formatDimensionValue('hour_of_day', '9', 'harbour.example')).toMatch(/^0?9/);
    expect(formatDimensionValue('weekday_hour', '7-23', 'harbour.example')).toMatch(/^Sunday 11/);
  });

  it.each(filterDimensions)('of %s is Unknown where the API has none', (dimension) => {
    expect(formatDimensionValue(dimension, '(none)', 'harbour.example')).toBe('Unknown');
  });
});

describe('a filter as a sentence', () => {
  it.each<[FilterDimension, string, string]>([
    ['country', 'DE', 'Country is Germany'],
    ['country', '!DE', 'Country is not Germany'],
    ['country', 'DE,FR,(none)', 'Country is any of Germany, France, or Unknown'],
    ['page', '*tides*', 'Page contains tides'],
    ['page', '!*tides*', 'Page does not contain tides'],
    ['source', '!a,b', 'Source is none of a or b'],
  ])('%s=%s reads %p', (dimension, text, sentence) => {
    expect(describeFilter(dimension, text, 'harbour.example')).toBe(sentence);
  });
});
