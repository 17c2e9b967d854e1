import { addDays } from '../lib/dates.js';
import type {
  BreakdownReport,
  DailyReport,
  DailyRow,
  Figures,
  PagesReport,
  RealtimeReport,
  SavedView,
  Site,
  SourcesReport,
  TimeseriesReport,
} from '../types/analytics.js';
import type { Annotation } from '../types/annotations.js';
import type { Recommendation, RecommendationList } from '../types/recommendations.js';
import type { SignIn, User } from '../types/session.js';

const figures: Figures = {
  page_visits: 250,
  page_views: 300,
  unique_visitors: 100,
  sessions: 120,
  avg_time_on_page: 42,
  bounce_rate: 0.4,
  avg_session_duration: 125,
};
const days = { site: 'harbour.example', timezone: 'UTC', start_date: '2026-03-04', end_date: '2026-03-10' };

export function buildFigures(change: Partial<Figures> = {}): Figures {
  return { ...figures, ...change };
}

export function buildSite(change: Partial<Site> = {}): Site {
  return {
    id: 1,
    domain: 'harbour.example',
    name: 'Harbour',
    timezone: 'UTC',
    country: null,
    respect_do_not_track: true,
    after_refusal: 'nothing',
    excluded_addresses: [],
    significant_parameters: [],
    retention_days: null,
    false_alarms_per_month: 2,
    is_demo: false,
    created_at: '2026-01-01T00:00:00Z',
    ...change,
  };
}

export function buildDays(firstDay: string, visitors: readonly number[]): DailyRow[] {
  return visitors.map((unique_visitors, index) => ({
    ...figures,
    unique_visitors,
    date: addDays(firstDay, index),
    top_pages: [],
    traffic_sources: [],
    device_distribution: { desktop: 0, mobile: 0, tablet: 0, other: 0 },
  }));
}

export function buildDaily(change: Partial<DailyReport> = {}): DailyReport {
  return { ...days, data: buildDays('2026-03-04', [10, 20, 30, 40, 50, 60, 7]), totals: buildFigures(), ...change };
}

export function buildSavedView(change: Partial<SavedView> = {}): SavedView {
  return { id: 3, name: 'Phones', query: 'device_type=mobile', created_at: '2026-03-01T00:00:00Z', ...change };
}

export function buildPages(pages: Record<string, number>, totalRows?: number): PagesReport {
  const data = Object.entries(pages).map(([page, page_views]) => ({
    page,
    page_views,
    page_visits: 1,
    unique_visitors: 1,
    avg_time_on_page: 1,
    bounce_rate: 0,
    entries: 1,
    exits: 1,
  }));
  return { ...days, data, total_rows: totalRows ?? data.length };
}

export function buildSources(sources: readonly [source: string, channel: string, sessions: number][]): SourcesReport {
  const data = sources.map(([source, channel, sessions]) => ({
    source,
    channel,
    sessions,
    unique_visitors: 1,
    page_views: 1,
    bounce_rate: 0,
    avg_session_duration: 1,
  }));
  return { ...days, data, total_rows: data.length };
}

export function buildBreakdown(
  dimension: BreakdownReport['dimension'],
  values: Record<string, number>,
): BreakdownReport {
  const data = Object.entries(values).map(([value, sessions]) => ({ ...figures, value, sessions }));
  return { ...days, dimension, data, total_rows: data.length };
}

export function buildRealtime(change: Partial<RealtimeReport> = {}): RealtimeReport {
  return {
    site: 'harbour.example',
    active_visitors: 3,
    page_views_per_minute: [
      { minute: '2026-03-10T11:59:00Z', page_views: 4 },
      { minute: '2026-03-10T12:00:00Z', page_views: 5 },
    ],
    top_pages: [{ page: 'harbour.example/tides', page_views: 6 }],
    sources: [{ source: 'Google', page_views: 7 }],
    countries: [{ country: 'DE', page_views: 8 }],
    devices: [],
    as_of: '2026-03-10T12:00:30Z',
    ...change,
  };
}

export function buildUser(change: Partial<User> = {}): User {
  return { id: 1, email: 'owner@harbour.example', name: null, role: 'admin', ...change };
}

export function buildSignIn(change: Partial<SignIn> = {}): SignIn {
  return { access_token: 'token-1', token_type: 'Bearer', expires_in: 86_400, user: buildUser(), ...change };
}

export function buildRecommendation(change: Partial<Recommendation> = {}): Recommendation {
  const days = Array.from({ length: 14 }, (_, index) => addDays('2026-02-24', index));
  return {
    id: 11,
    site: 'harbour.example',
    type: 'page_trend',
    title: 'harbour.example/tides loses visits',
    description: 'It had 70 visits a day where 100 were to be expected.',
    priority: 2,
    status: 'pending',
    data: {
      version: 1,
      evidence: {
        version: 1,
        metric: 'page_visits',
        subjects: [{ dimension: 'page', value: 'harbour.example/tides' }],
        period: { start_date: '2026-03-03', end_date: '2026-03-09' },
        baseline: { start_date: '2026-01-20', end_date: '2026-03-02' },
        observed: 490,
        expected: 700,
        interval: { level: 95, lower: 640, upper: 760 },
        p_value: 0.0001,
        q_value: 0.002,
        tested: 120,
        explained_by: [{ dimension: 'country', value: 'DE', observed: 100, expected: 300, share: 0.95 }],
        series: days.map((date, index) => ({ date, observed: index < 7 ? 100 : 70, expected: 100 })),
      },
      expected_impact: {
        visits_per_week: 210,
        plausible_effect: 0.5,
        confidence: 0.9,
        score: 94.5,
        share_of_site: 0.1,
      },
      target: { metric: 'page_visits', dimension: 'page', value: 'harbour.example/tides' },
    },
    first_seen: '2026-03-08',
    last_seen: '2026-03-09',
    accepted_at: null,
    decided_at: null,
    receipt_due: null,
    receipt: null,
    created_at: '2026-03-09T00:10:00Z',
    updated_at: '2026-03-10T00:10:00Z',
    ...change,
  };
}

export function buildRecommendations(change: Partial<RecommendationList> = {}): RecommendationList {
  return {
    data: [buildRecommendation()],
    last_run: { date: '2026-03-09', finished_at: '2026-03-10T00:10:00Z', findings: 1 },
    next_run_after: '2026-03-11T00:00:00Z',
    ...change,
  };
}

export function buildTimeseries(starts: readonly string[], change: Partial<TimeseriesReport> = {}): TimeseriesReport {
  const data = starts.map((start, index) => ({ ...figures, unique_visitors: index + 1, start }));
  return { ...days, interval: 'week', data, totals: figures, ...change };
}

export function buildAnnotation(change: Partial<Annotation> = {}): Annotation {
  return {
    id: 5,
    date: '2026-03-06',
    text: 'New home page',
    author: 'owner@harbour.example',
    created_at: '2026-03-06T09:00:00Z',
    updated_at: '2026-03-06T09:00:00Z',
    ...change,
  };
}
