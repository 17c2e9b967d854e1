import { describe, expect, it } from '@jest/globals';
import type { AlarmBudget } from './alarm-budget.js';
import { chooseFindings } from './choose-findings.js';
import type { Candidate } from './detectors/candidate.js';
import { readSiteDays } from './detectors/site-days.js';
import { observeQuietSite } from './testing/index.js';

const site = readSiteDays(observeQuietSite());
const BUDGET = { falseAlarmsPerMonth: 2 };

function build(about: Partial<Candidate> & { key: string; visitsPerWeek?: number }): Candidate {
  const { visitsPerWeek = 100, ...candidate } = about;
  return {
    type: 'page_trend',
    kind: 'page_movement',
    pValue: 1e-9,
    most: 1,
    isLarge: () => true,
    cause: null,
    tell: () => ({
      title: about.key,
      description: about.key,
      target: null,
      evidence: {
        metric: 'page_visits',
        subjects: [],
        period: { start_date: '2025-09-01', end_date: '2025-09-02' },
        baseline: null,
        observed: 1,
        expected: 2,
        interval: null,
        explained_by: [],
        series: [],
      },
      stake: { visitsPerWeek, plausibleEffect: 0.5 },
    }),
    ...candidate,
  };
}

const cause = (
  dimension: 'page' | 'source' | null,
  value: string | null,
  share: number,
  direction: 'up' | 'down' = 'down',
) => ({ of: 'visits', direction, dimension, value, share }) as const;

const keys = (candidates: readonly Candidate[], budget: AlarmBudget = BUDGET): string[] =>
  chooseFindings(site, candidates, budget).map(({ key }) => key);

describe('chooseFindings', () => {
  it('says since when a sudden change is there, and of what came slowly or stands nothing', () => {
    const since = (kind: Candidate['kind']) => chooseFindings(site, [build({ key: kind, kind })], BUDGET)[0]?.changedOn;
    expect((['page_movement', 'unusual_day', 'new_source', 'device_bounces'] as const).map(since)).toEqual(
      Array.from({ length: 4 }, () => '2025-09-01'),
    );
    expect((['page_trend', 'standing_bounces', 'page_exits', 'advice'] as const).map(since)).toEqual(
      Array.from({ length: 4 }, () => null),
    );
  });

  it('leaves out what chance explains, and what is too small to tell', () => {
    expect(
      keys([
        build({ key: 'clear' }),
        build({ key: 'chance', pValue: 0.4 }),
        build({ key: 'small', isLarge: () => false }),
      ]),
    ).toEqual(['clear']);
  });

  it('tells more to whoever accepts more false alarms', () => {
    const candidates = [
      build({ key: 'doubtful', pValue: 0.02 }),
      ...Array.from({ length: 4 }, (_, index) => build({ key: `no ${index}`, pValue: 0.9 })),
    ];
    expect(keys(candidates)).toEqual([]);
    expect(keys(candidates, { falseAlarmsPerMonth: 4 })).toEqual(['doubtful']);
  });

  it('asks new alarms to be the clearer the more was told this month that nobody agreed with', () => {
    const candidates = [build({ key: 'known', pValue: 0.01 }), build({ key: 'new', pValue: 0.01 })];
    const told = (count: number, isDoubtful: boolean) => [
      { type: 'page_trend' as const, key: 'known', isDoubtful: false },
      ...Array.from({ length: count }, (_, index) => ({ type: 'not_found' as const, key: String(index), isDoubtful })),
    ];
    expect(keys(candidates, { ...BUDGET, told: told(2, true) })).toEqual(['known', 'new']);
    expect(keys(candidates, { ...BUDGET, told: told(6, true) })).toEqual(['known']);
    expect(keys(candidates, { ...BUDGET, told: told(6, false) })).toEqual(['known', 'new']);
  });

  it("doesn't let many questions of one kind silence another", () => {
    const pages = Array.from({ length: 200 }, (_, index) => build({ key: `page ${index}`, pValue: 0.5 }));
    expect(keys([...pages, build({ type: 'tracking_outage', kind: 'silence', key: 'outage', pValue: 0.005 })])).toEqual(
      ['outage'],
    );
  });

  it('makes one card of several answers about one thing', () => {
    const findings = chooseFindings(
      site,
      [build({ key: 'a', pValue: 1e-6 }), build({ key: 'a', pValue: 1e-8 })],
      BUDGET,
    );
    expect(findings.map(({ evidence }) => evidence.p_value)).toEqual([1e-8]);
  });

  it('tells the source that dries up, not the page it leads to, nor the site', () => {
    expect(
      keys([
        build({ key: 'page', pValue: 1e-6, cause: cause('page', '/a', 0.05) }),
        build({ type: 'source_trend', key: 'source', pValue: 1e-9, cause: cause('source', 'Bing', 0.08) }),
        build({ type: 'traffic_anomaly', key: 'site', pValue: 1e-12, cause: cause(null, null, 0.1) }),
      ]),
    ).toEqual(['source']);
  });

  it('keeps apart what goes the other way, is as clear in its own dimension, or is far larger', () => {
    expect(
      keys([
        build({
          key: 'source',
          type: 'source_trend',
          pValue: 1e-12,
          cause: cause('source', 'Bing', 0.02),
          visitsPerWeek: 5,
        }),
        build({ key: 'other source', type: 'source_trend', cause: cause('source', 'Google', 0.02), visitsPerWeek: 4 }),
        build({ key: 'page up', cause: cause('page', '/a', 0.02, 'up'), visitsPerWeek: 3 }),
        build({ key: 'large page', pValue: 1e-8, cause: cause('page', '/b', 0.2), visitsPerWeek: 2 }),
        build({ type: 'traffic_anomaly', key: 'site', cause: cause(null, null, 0.9), visitsPerWeek: 1 }),
      ]),
    ).toEqual(['source', 'other source', 'page up', 'large page', 'site']);
  });

  it('puts first what most is at stake with, by its arithmetic', () => {
    const week = site.usualWeek;
    const findings = chooseFindings(
      site,
      [0.001, 0.2, 0.006, 0.02, 0.05].map((part, index) => build({ key: String(index), visitsPerWeek: part * week })),
      BUDGET,
    );
    expect(findings.map(({ key, priority }) => [key, priority])).toEqual([
      ['1', 1],
      ['4', 2],
      ['3', 3],
      ['2', 4],
      ['0', 5],
    ]);
    const [{ impact }] = findings as [(typeof findings)[number]];
    expect(impact.score).toBeCloseTo(impact.visits_per_week * impact.plausible_effect * impact.confidence, 6);
    expect(impact.share_of_site).toBeCloseTo(impact.score / week, 6);
  });
});
