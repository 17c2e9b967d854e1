import './fake-charts.js';
import { beforeAll, jest } from '@jest/globals';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router-dom';
import { App } from '../App.js';
import { LazyBarChart, LazyLineChart, LazyWorldMap } from '../components/charts/lazy-charts.js';
import { ThemeProvider } from '../context/theme.js';
import type { BreakdownDimension } from '../types/analytics.js';
import {
  buildBreakdown,
  buildDaily,
  buildPages,
  buildRealtime,
  buildSignIn,
  buildSite,
  buildSources,
  buildTimeseries,
} from './factories.js';
import { fillBrowserGaps } from './browser-gaps.js';
import { FakeApi } from './fake-api.js';
import { FakeStream } from './fake-stream.js';
import { installMatchMedia } from './match-media.js';

const patience = { timeout: 15_000 };

// In a browser the code of views and charts may come late; here it's there from the start, so that no test ends while it's on its
// way. One at a time: Jest can't load two module graphs that overlap at once.
beforeAll(async () => {
  await import('../components/dashboard/RealTimeOverview.js');
  await import('../components/dashboard/Predictions.js');
  await import('../components/dashboard/Recommendations.js');
  await import('../components/settings/Settings.js');
  await import('../components/session/AcceptInvite.js');
  await import('../components/share/SharePage.js');
  await import('../components/charts/LineChart.js');
  await import('../components/charts/BarChart.js');
  await import('../components/charts/WorldMap.js');
  installMatchMedia();
  render(
    <ThemeProvider>
      <LazyLineChart title="line" axisLabels={[]} series={{ name: '', points: [] }} formatValue={String} />
      <LazyBarChart title="bars" columns={['', ' ']} bars={[]} formatValue={String} />
      <LazyWorldMap rows={[]} selected={[]} onSelect={() => undefined} formatValue={String} valueName="map" />
    </ThemeProvider>,
  );
  await screen.findByRole('table', { name: 'line' }, patience);
  await screen.findByRole('table', { name: 'bars' }, patience);
  await screen.findByRole('group', { name: /^map by country/ }, patience);
  cleanup();
});

/** Every test of the whole page happens at noon of this day. */
const today = '2026-03-10';

const notEnoughHistory = {
  type: 'urn:tidemark:problem:not_enough_history',
  title: 'Not enough history',
  status: 409,
  detail: '9 days of 14 are there.',
};

/** Sessions by what they're broken down by; they add up to the totals of the other reports. */
const breakdowns: Partial<Record<BreakdownDimension, Record<string, number>>> = {
  country: { DE: 90, '(none)': 30 },
  device_type: { desktop: 100, mobile: 20 },
  entry_page: { 'harbour.example/': 120 },
  weekday_hour: { '1-09': 80, '7-23': 40 },
};

/** An API that answers everything to a signed-in admin; a test changes what it is about. */
export function startApi(): FakeApi {
  const api = new FakeApi().install();
  FakeStream.install(api);
  return api
    .answer('/api/auth/refresh', buildSignIn())
    .answer('/config.json', { api_url: 'https://stats.harbour.example/' })
    .answer('/api/sites', { data: [buildSite()] })
    .answer('/api/metrics/daily', buildDaily())
    .answer('/api/sites/1/annotations', { data: [] })
    .answer('/api/sites/1/marked-days', { data: [] })
    .fail('/api/predictions/unique-visitors', notEnoughHistory)
    .fail('/api/predictions/sessions', notEnoughHistory)
    .fail('/api/predictions/page-views', notEnoughHistory)
    .fail('/api/predictions/page-visits', notEnoughHistory)
    .answer('/api/metrics/timeseries', buildTimeseries(['2026-03-04', '2026-03-09']))
    .answer('/api/metrics/pages', buildPages({ 'harbour.example/tides': 210, 'harbour.example/': 90 }))
    .answer(
      '/api/metrics/sources',
      buildSources([
        ['Google', 'Organic Search', 70],
        ['Direct', 'Direct', 50],
      ]),
    )
    .on('/api/metrics/breakdown', ({ searchParams }) => {
      const dimension = searchParams.get('dimension') as BreakdownDimension;
      return { status: 200, body: buildBreakdown(dimension, breakdowns[dimension] ?? {}) };
    })
    .answer('/api/sites/1/views', { data: [] })
    .answer('/api/metrics/realtime', buildRealtime());
}

interface OpenApp {
  user: UserEvent;
  /** What stands in the browser's address bar. */
  address: () => string | null;
}

/** Opens the dashboard at an address. Time stands at noon and moves only when the test says so. */
export function renderApp(address = '/'): OpenApp {
  jest.useFakeTimers({ now: new Date(`${today}T12:00:00Z`), doNotFake: ['queueMicrotask', 'nextTick'] });
  installMatchMedia();
  fillBrowserGaps();
  const user = userEvent.setup({
    // What an action sets off, such as a call and its answer, is through when the action is.
    advanceTimers: (ms) => jest.advanceTimersByTimeAsync(ms),
  });
  render(
    <MemoryRouter initialEntries={[address]} future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
      <App />
      <Address />
    </MemoryRouter>,
  );
  return { user, address: () => screen.getByTestId('address').textContent };
}

function Address() {
  const { pathname, search, hash } = useLocation();
  return <output data-testid="address">{pathname + search + hash}</output>;
}
