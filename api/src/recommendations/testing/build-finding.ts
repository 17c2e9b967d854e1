import type { Finding } from '../detectors/finding.js';

/** A finding with everything a test isn't about filled in. */
export function buildFinding(about: Partial<Finding> = {}): Finding {
  const { evidence, impact, ...rest } = about;
  return {
    type: 'page_trend',
    key: 'example.com/pricing',
    title: 'example.com/pricing loses visits',
    description: 'It had 70 visits a day where 100 were to be expected.',
    priority: 2,
    target: { metric: 'page_visits', dimension: 'page', value: 'example.com/pricing' },
    changedOn: null,
    evidence: {
      version: 1,
      metric: 'page_visits',
      subjects: [{ dimension: 'page', value: 'example.com/pricing' }],
      period: { start_date: '2025-08-13', end_date: '2025-08-19' },
      baseline: { start_date: '2025-07-01', end_date: '2025-08-12' },
      observed: 490,
      expected: 700,
      interval: { level: 95, lower: 640, upper: 760 },
      p_value: 0.0001,
      q_value: 0.002,
      tested: 120,
      explained_by: [],
      series: [{ date: '2025-08-19', observed: 70, expected: 100 }],
      ...evidence,
    },
    impact: {
      visits_per_week: 210,
      plausible_effect: 0.5,
      confidence: 0.9,
      score: 94.5,
      share_of_site: 0.1,
      ...impact,
    },
    ...rest,
  };
}
