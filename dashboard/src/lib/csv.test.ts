import { describe, expect, it } from '@jest/globals';
import { toCsv, toCsvPath, toFileName } from './csv.js';

describe('a table as CSV', () => {
  it('quotes what would break its rows', () => {
    expect(toCsv({ columns: ['Page', 'Views'], rows: [['a, "b"; c', '1,234']] })).toBe(
      'Page,Views\r\n"a, ""b""; c","1,234"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@a', ' =1', '\t1'])('hands no formula to a spreadsheet: %j', (text) => {
    expect(toCsv({ columns: ['x'], rows: [[text]] })).toContain(`'${text}`);
  });

  it('is asked of the API at the same address', () => {
    expect(toCsvPath('/api/metrics/pages?site=a&limit=10')).toBe('/api/metrics/pages?site=a&limit=10&format=csv');
    expect(toCsvPath('/api/metrics/pages?format=json')).toBe('/api/metrics/pages?format=csv');
  });

  it('is named after what it holds', () => {
    expect(toFileName('Top pages', 'csv')).toBe('top-pages.csv');
    expect(toFileName('Länder / Orte', 'png')).toBe('länder-orte.png');
  });
});
