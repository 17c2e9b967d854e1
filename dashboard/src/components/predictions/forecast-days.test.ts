import { describe, expect, it } from '@jest/globals';
import { type ForecastChartProps, toReadTable, toSavedTable } from './forecast-days.js';

const unknown = { actual: null, expected: null, lower: null, upper: null };
const chart: ForecastChartProps = {
  title: 'Visits',
  level: 80,
  isPast: true,
  days: [
    { ...unknown, date: '2026-03-08', actual: 1_250 },
    { date: '2026-03-09', actual: 1_500, expected: 1_200.126, lower: 1_100, upper: 1_300, miss: 'above' },
    { ...unknown, date: '2026-03-10', expected: 7.25, lower: 0, upper: 20 },
  ],
};

describe('a forecast in words', () => {
  it('says what came, what was forecast and on which side it missed', () => {
    expect(toReadTable(chart)).toEqual({
      columns: ['Day', 'Came', 'Was forecast', '80% range'],
      rows: [
        ['Sun, Mar 8, 2026', '1,250', '–', '–'],
        ['Mon, Mar 9, 2026', '1,500, above the range', '1,200', '1,100 – 1,300'],
        ['Tue, Mar 10, 2026', '–', '7.3', '0 – 20'],
      ],
    });
  });

  it('is expected, not forecast before, where its days are to come', () => {
    expect(toReadTable({ ...chart, isPast: false }).columns[2]).toBe('Expected');
  });
});

describe('a forecast for spreadsheets', () => {
  it('has plain days and numbers, an end of the range in each column', () => {
    expect(toSavedTable(chart)).toEqual({
      columns: ['Day', 'Came', 'Was forecast', 'Lower end', 'Upper end'],
      rows: [
        ['2026-03-08', '1250', '', '', ''],
        ['2026-03-09', '1500', '1200.13', '1100', '1300'],
        ['2026-03-10', '', '7.25', '0', '20'],
      ],
    });
  });
});
