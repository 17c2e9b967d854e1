import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import { addDays } from '../../lib/dates.js';
import {
  buildAnnotation,
  buildDaily,
  buildDays,
  buildFigures,
  buildSignIn,
  buildSite,
  buildTimeseries,
  buildUser,
} from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { getDrawing } from '../../testing/fake-charts.js';
import { renderApp, startApi } from '../../testing/render-app.js';
import type { Prediction } from '../../types/predictions.js';

let api: FakeApi;
const chartTable = (name: string) => screen.findByRole('table', { name });
const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .map((row) => row.textContent);
const legend = () =>
  within(screen.getByRole('list', { name: 'Legend' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent);
const lines = () => getDrawing('line').data.datasets.map(({ label }) => label);
/** A forecast from a day on, each value give or take ten. */
const forecast = (firstDay: string, values: readonly number[]): Prediction => ({
  site: 'harbour.example',
  metric_name: 'unique_visitors',
  origin: addDays(firstDay, -1),
  model_version: '3',
  model_kind: 'holt_winters',
  trained_at: '2026-03-01T00:00:00Z',
  generated_at: '2026-03-10T00:10:00Z',
  confidence_level: 90,
  data: values.map((value, index) => ({
    predicted_date: addDays(firstDay, index),
    predicted_value: value,
    lower: value - 10,
    upper: value + 10,
    confidence_interval: 10,
  })),
});
const tide = [100, 110, 120, 130, 140, 150, 160, 170];

beforeEach(() => {
  api = startApi();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the interval', () => {
  it('is the day for four weeks, drawn from the figures of the cards', async () => {
    renderApp();
    await chartTable('Visitors by day');
    expect(api.requestsTo('/api/metrics/timeseries')).toEqual([]);
    expect(screen.getByRole('radio', { name: 'Day' })).toBeChecked();
  });

  it('is chosen by the chart, kept in the address, and asked of the API', async () => {
    api.answer('/api/metrics/timeseries', buildTimeseries(['2026-03-04', '2026-03-09']));
    const { user, address } = renderApp();
    await user.click(await screen.findByRole('radio', { name: 'Week' }));
    expect(rowsOf(await chartTable('Visitors by week')).map((row) => row.replace(/[\u2009\u202f]/g, ' '))).toEqual([
      'WeekVisitors',
      'Mar 4 – 8, 20261',
      'Mar 9 – 10, 20262',
    ]);
    expect(address()).toBe('/?interval=week');
    expect(api.requestsTo('/api/metrics/timeseries')[0]?.query.get('interval')).toBe('week');
    expect(legend()).toContain('This week, so far');
  });

  it('leaves the address again when it’s what the range has by itself', async () => {
    api.answer('/api/metrics/timeseries', buildTimeseries(['2026-03-04', '2026-03-09']));
    const { user, address } = renderApp('/?interval=week');
    await user.click(await screen.findByRole('radio', { name: 'Day' }));
    expect(address()).toBe('/');
  });

  it('is the hour for a single day, on which hours to come have no figure yet', async () => {
    const hours = ['2026-03-10T11:00:00+00:00', '2026-03-10T12:00:00+00:00', '2026-03-10T13:00:00+00:00'];
    api.answer('/api/metrics/timeseries', buildTimeseries(hours, { interval: 'hour', start_date: '2026-03-10' }));
    renderApp('/?range=custom&start=2026-03-10&end=2026-03-10');
    await chartTable('Visitors by hour');
    const [line] = getDrawing('line').data.datasets;
    expect(line.data).toEqual([1, 2, null]);
    expect([line.segment.borderDash({ p1DataIndex: 1 }), line.segment.borderDash({ p1DataIndex: 2 })]).toEqual([
      [5, 5],
      undefined,
    ]);
    expect(legend()).toContain('This hour, so far');
    // There is no other that fits.
    expect(screen.queryByRole('radio', { name: 'Hour' })).not.toBeInTheDocument();
  });

  it('shows what failed in the place of the chart, the cards standing', async () => {
    api.fail('/api/metrics/timeseries', { title: 'Temporarily unavailable' });
    const { user } = renderApp('/?interval=week');
    const panel = await screen.findByRole('region', { name: 'Visitors by week' });
    expect(await within(panel).findByRole('alert')).toHaveTextContent('Temporarily unavailable');
    expect(screen.getByRole('group', { name: 'Figures of the period' })).toBeInTheDocument();
    api.answer('/api/metrics/timeseries', buildTimeseries(['2026-03-04']));
    await user.click(within(panel).getByRole('button', { name: 'Try again' }));
    expect(await chartTable('Visitors by week')).toBeInTheDocument();
  });

  it('shows the shape of the chart while its figures are on their way', async () => {
    api.hold('/api/metrics/timeseries');
    renderApp('/?interval=week');
    const panel = await screen.findByRole('region', { name: 'Visitors by week' });
    expect(within(panel).getByText('Loading the chart')).toBeInTheDocument();
  });

  it('says where its figures are estimated', async () => {
    api.answer('/api/metrics/timeseries', buildTimeseries(['2026-03-04'], { approximate: true }));
    renderApp('/?interval=week');
    const panel = await screen.findByRole('region', { name: 'Visitors by week' });
    expect(await within(panel).findByText(/estimate/i)).toBeInTheDocument();
  });

  it('compares stretch by stretch', async () => {
    const { data } = buildTimeseries(['2026-02-25', '2026-03-02']);
    api.answer(
      '/api/metrics/timeseries',
      buildTimeseries(['2026-03-04', '2026-03-09'], {
        comparison: {
          mode: 'previous_period',
          start_date: '2026-02-25',
          end_date: '2026-03-03',
          data: data.map((row) => ({ ...row, unique_visitors: 9 })),
          totals: buildFigures(),
        },
      }),
    );
    renderApp('/?interval=week');
    const [, first] = rowsOf(await chartTable('Visitors by week'));
    expect(first?.replace(/[\u2009\u202f]/g, ' ')).toBe('Mar 4 – 8, 202619 (Feb 25 – Mar 1, 2026)');
  });
});

describe('the forecast', () => {
  beforeEach(() => {
    api.answer('/api/predictions/unique-visitors', forecast('2026-03-10', tide));
  });

  it('goes on for seven days after today, on the same axis, as a band', async () => {
    renderApp();
    const table = await chartTable('Visitors by day');
    await within(table).findByRole('columnheader', { name: 'Forecast' });
    expect(api.requestsTo('/api/predictions/unique-visitors')[0]?.query.get('days')).toBe('8');
    expect(rowsOf(table).slice(7, 9)).toEqual([
      'Tue, Mar 10, 20267100 (90 – 110)',
      'Wed, Mar 11, 2026–110 (100 – 120)',
    ]);
    expect(getDrawing('line').data.labels.at(-1)).toBe('Mar 17');
    expect(getDrawing('line').data.datasets.at(-1)?.data.slice(-2)).toEqual([170, 180]);
    expect(legend()).toContain('Forecast, 90% range');
  });

  it.each([
    ['filters', '/?country=DE'],
    ['a range that ended before today', '/?range=custom&start=2026-03-01&end=2026-03-09'],
    ['a metric that isn’t forecast', '/?metric=bounce_rate'],
    ['another interval', '/?interval=week'],
  ])('isn’t asked for with %s', async (_, address) => {
    api.answer('/api/metrics/timeseries', buildTimeseries(['2026-03-04']));
    renderApp(address);
    await screen.findByRole('list', { name: 'Legend' });
    expect(api.requests.filter(({ path }) => path.startsWith('/api/predictions/'))).toEqual([]);
    expect(screen.queryByText(/forecast/i, { selector: 'p' })).not.toBeInTheDocument();
  });

  it.each([
    [
      'there is too little history',
      { type: 'urn:tidemark:problem:not_enough_history', status: 409, title: 'Not enough history' },
      'No forecast yet: the history is too short.',
    ],
    ['it fails', { title: 'Temporarily unavailable' }, 'No forecast: Temporarily unavailable.'],
  ])('leaves the chart as it is where %s, and says so quietly', async (_, problem, words) => {
    api.fail('/api/predictions/unique-visitors', problem);
    renderApp();
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(lines()).toEqual(['Visitors']);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('that was issued for days gone by is no outlook', async () => {
    api.answer('/api/predictions/unique-visitors', forecast('2026-03-01', [1, 2, 3]));
    renderApp();
    expect(await screen.findByText('No forecast: the newest one is of days gone by.')).toBeInTheDocument();
    expect(lines()).toEqual(['Visitors']);
  });
});

describe('the table behind the chart', () => {
  it('can be shown in its place, and hidden again', async () => {
    const { user } = renderApp();
    await chartTable('Visitors by day');
    await user.click(screen.getByRole('button', { name: 'Show as table' }));
    expect(screen.getByRole('group', { name: 'Visitors by day' })).toBeInTheDocument();
    expect(document.querySelector('figure canvas')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show as chart' }));
    expect(document.querySelector('figure canvas')).not.toBeNull();
  });
});

describe('notes', () => {
  const path = '/api/sites/1/annotations';
  const notes = () => screen.findByRole('region', { name: 'Notes' });

  it('stand at their days in the chart’s table, and below it with their writer', async () => {
    api.answer(path, { data: [buildAnnotation()] });
    renderApp();
    const table = await chartTable('Visitors by day');
    await within(table).findByRole('columnheader', { name: 'Notes' });
    expect(rowsOf(table)[3]).toBe('Fri, Mar 6, 202630New home page');
    expect(within(await notes()).getByRole('listitem')).toHaveTextContent(
      /^Fri, Mar 6, 2026New home pageowner@harbour\.example/,
    );
    expect(legend()).toContain('Notes');
  });

  it('are asked for of the days shown, and of those that are forecast', async () => {
    renderApp();
    await notes();
    expect(Object.fromEntries(api.requestsTo(path)[0]?.query ?? [])).toEqual({
      start_date: '2026-02-11',
      end_date: '2026-03-17',
    });
  });

  it('are added by an admin, who finds the focus back where it was', async () => {
    const { user } = renderApp();
    await user.click(within(await notes()).getByRole('button', { name: 'Add note' }));
    const form = screen.getByRole('form', { name: 'Add note' });
    expect(within(form).getByLabelText('What happened')).toHaveFocus();
    expect(within(form).getByLabelText('Day')).toHaveValue('2026-03-10');
    await user.keyboard('Spring tide');
    api.answer(`POST ${path}`, buildAnnotation({ date: '2026-03-10', text: 'Spring tide' }));
    api.answer(path, { data: [buildAnnotation({ date: '2026-03-10', text: 'Spring tide' })] });
    await user.click(within(form).getByRole('button', { name: 'Save' }));
    expect(api.requestsTo(path).find(({ method }) => method === 'POST')?.body).toEqual({
      date: '2026-03-10',
      text: 'Spring tide',
    });
    expect(await within(await notes()).findByText('Spring tide')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add note' })).toHaveFocus();
  });

  it('of a day that isn’t shown are said to be saved', async () => {
    const { user } = renderApp();
    await user.click(within(await notes()).getByRole('button', { name: 'Add note' }));
    await user.keyboard('x');
    api.answer(`POST ${path}`, buildAnnotation({ date: '2020-01-01' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved. Its day is outside of those shown.')).toBeInTheDocument();
  });

  it('that are refused say why, at the field that is wrong', async () => {
    const { user } = renderApp();
    await user.click(within(await notes()).getByRole('button', { name: 'Add note' }));
    await user.keyboard('x');
    api.fail(`POST ${path}`, {
      status: 400,
      title: 'Invalid request',
      errors: [{ path: 'text', message: 'must not be empty' }],
    });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Invalid request');
    expect(screen.getByLabelText('What happened')).toBeInvalid();
  });

  it('are put down again by Escape', async () => {
    const { user } = renderApp();
    await user.click(within(await notes()).getByRole('button', { name: 'Add note' }));
    await user.keyboard('x{Escape}');
    expect(screen.queryByRole('form', { name: 'Add note' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add note' })).toHaveFocus();
  });

  it('are changed', async () => {
    api.answer(path, { data: [buildAnnotation()] });
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Edit “New home page”' }));
    await user.clear(screen.getByLabelText('What happened'));
    await user.type(screen.getByLabelText('What happened'), 'New front page');
    api.answer(`${path}/5`, buildAnnotation({ text: 'New front page' }));
    api.answer(path, { data: [buildAnnotation({ text: 'New front page' })] });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await within(await notes()).findByText('New front page')).toBeInTheDocument();
    const [sent] = api.requestsTo(`${path}/5`);
    expect([sent?.method, sent?.body]).toEqual(['PATCH', { date: '2026-03-06', text: 'New front page' }]);
    expect(screen.getByRole('button', { name: 'Edit “New front page”' })).toHaveFocus();
  });

  it('stay as they are where the change is given up', async () => {
    api.answer(path, { data: [buildAnnotation()] });
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Edit “New home page”' }));
    await user.type(screen.getByLabelText('What happened'), '!');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(within(await notes()).getByText('New home page')).toBeInTheDocument();
    expect(api.requestsTo(`${path}/5`)).toEqual([]);
  });

  it('are removed once that is confirmed', async () => {
    api.answer(path, { data: [buildAnnotation()] });
    const { user } = renderApp();
    await user.click(within(await notes()).getByRole('button', { name: 'Remove' }));
    api.on(`${path}/5`, () => ({ status: 204 })).answer(path, { data: [] });
    await user.click(screen.getByRole('button', { name: 'Yes, remove it' }));
    expect(api.requestsTo(`${path}/5`).map(({ method }) => method)).toEqual(['DELETE']);
    await waitFor(() => {
      expect(screen.queryByText('New home page')).not.toBeInTheDocument();
    });
  });

  it('are read, not written, by a viewer', async () => {
    api.answer('/api/auth/refresh', buildSignIn({ user: buildUser({ role: 'viewer' }) }));
    api.answer(path, { data: [buildAnnotation()] });
    renderApp();
    expect(within(await notes()).getByText('New home page')).toBeInTheDocument();
    expect(within(await notes()).queryByRole('button')).not.toBeInTheDocument();
  });

  it('show as text, whatever they hold', async () => {
    const text = '<img src=x onerror=alert(1)> ‮drow';
    api.answer(path, { data: [buildAnnotation({ text, author: null })] });
    renderApp();
    expect(await within(await notes()).findByText(text)).toHaveAttribute('dir', 'auto');
    expect(document.querySelector('img')).toBeNull();
  });

  it('that can’t be read leave the chart alone, say so, and are read again on demand', async () => {
    api.fail(path, { title: 'Temporarily unavailable' });
    const { user } = renderApp();
    expect(await screen.findByText(/^The notes couldn’t be read: Temporarily unavailable/)).toBeInTheDocument();
    expect(await chartTable('Visitors by day')).toBeInTheDocument();
    api.answer(path, { data: [buildAnnotation()] });
    await user.click(within(await notes()).getByRole('button', { name: 'Try again' }));
    expect(await within(await notes()).findByText('New home page')).toBeInTheDocument();
  });
});

describe('days left out of forecasts', () => {
  const bots = {
    id: 3,
    start_date: '2026-03-05',
    end_date: '2026-03-06',
    reason: 'bots',
    source: 'owner',
    created_at: '2026-03-07T00:00:00Z',
  };

  it('are shaded, and said in the table', async () => {
    api.answer('/api/sites/1/marked-days', {
      data: [bots, { ...bots, id: 4, start_date: '2020-01-01', end_date: '2020-01-02' }],
    });
    renderApp();
    const table = await chartTable('Visitors by day');
    await within(table).findByRole('columnheader', { name: 'Notes' });
    expect(rowsOf(table).filter((row) => row.includes('bots'))).toEqual([
      'Thu, Mar 5, 202620Left out of forecasts: bots',
      'Fri, Mar 6, 202630Left out of forecasts: bots',
    ]);
    expect(legend()).toContain('Days left out of forecasts');
  });

  it('say so where they can’t be read', async () => {
    api.fail('/api/sites/1/marked-days', { title: 'Temporarily unavailable' });
    renderApp();
    expect(await screen.findByText(/^The days left out of forecasts couldn’t be read/)).toBeInTheDocument();
  });

  it('are no part of weeks', async () => {
    api.answer('/api/sites/1/marked-days', { data: [bots] });
    api.answer('/api/metrics/timeseries', buildTimeseries(['2026-03-04', '2026-03-09']));
    renderApp('/?interval=week');
    await chartTable('Visitors by week');
    await act(() => jest.advanceTimersByTimeAsync(100));
    expect(legend()).not.toContain('Days left out of forecasts');
  });
});

describe('a shared chart', () => {
  it('shows figures and forecast to whoever has the link, and asks for no notes', async () => {
    const { id, domain, name, timezone } = buildSite();
    api.answer('/api/shares/open', {
      access_token: 'share-token',
      token_type: 'Bearer',
      expires_in: 900,
      site: { id, domain, name, timezone },
    });
    api.answer('/api/predictions/unique-visitors', forecast('2026-03-10', tide));
    api.answer('/api/metrics/daily', buildDaily({ data: buildDays('2026-03-04', [10, 20, 30, 40, 50, 60, 7]) }));
    renderApp('/share/abc');
    const table = await chartTable('Visitors by day');
    await within(table).findByRole('columnheader', { name: 'Forecast' });
    expect(screen.queryByRole('region', { name: 'Notes' })).not.toBeInTheDocument();
    expect(api.requests.filter(({ path }) => path.startsWith('/api/sites/'))).toEqual([]);
  });
});
