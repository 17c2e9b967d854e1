import { describe, expect, it } from '@jest/globals';
import { buildBreakdown, buildPages, buildSources } from '../testing/factories.js';
import { toRankedRows } from './rankings.js';

const compared = { mode: 'previous_period', start_date: '2026-02-25', end_date: '2026-03-03' } as const;

describe('a row of a ranking', () => {
  it('of pages is named by its path and narrows to the page', () => {
    const [row] = toRankedRows(buildPages({ 'harbour.example/tides': 90 }), 'page', 'harbour.example', 10);
    expect(row).toMatchObject({
      label: '/tides',
      title: 'harbour.example/tides',
      filters: { page: 'harbour.example/tides' },
      before: undefined,
    });
    expect(row?.figures.page_views).toBe(90);
  });

  it('of sources is one way of coming from there, and narrows to that', () => {
    const report = buildSources([
      ['Google', 'Organic Search', 70],
      ['Google', 'Paid Search', 20],
      ['Direct', 'Direct', 50],
    ]);
    expect(toRankedRows(report, 'source', 'harbour.example', 10).map(({ label, filters }) => [label, filters])).toEqual(
      [
        ['Google · Organic Search', { source: 'Google', channel: 'Organic Search' }],
        ['Google · Paid Search', { source: 'Google', channel: 'Paid Search' }],
        ['Direct', { source: 'Direct' }],
      ],
    );
  });

  it('meets its own figures of the compared period', () => {
    const report = {
      ...buildBreakdown('country', { DE: 60, FR: 5 }),
      comparison: { ...compared, data: buildBreakdown('country', { DE: 50 }).data },
    };
    const rows = toRankedRows(report, 'country', 'harbour.example', 10);
    expect(rows.map(({ before }) => before?.sessions)).toEqual([50, 0]);
  });

  it('has no figures before where the compared period’s report is full and lacks it', () => {
    const report = {
      ...buildBreakdown('country', { DE: 60, FR: 5 }),
      comparison: { ...compared, data: buildBreakdown('country', { DE: 50, IT: 4 }).data },
    };
    expect(toRankedRows(report, 'country', 'harbour.example', 2)[1]?.before).toBeUndefined();
  });

  it('of what isn’t known says so, and narrows to it', () => {
    const [row] = toRankedRows(buildBreakdown('language', { '(none)': 4 }), 'language', 'harbour.example', 10);
    expect(row).toMatchObject({ label: 'Unknown', filters: { language: '(none)' } });
  });
});
