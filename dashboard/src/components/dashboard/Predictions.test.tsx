import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { ThemeProvider } from '../../context/theme.js';
import { buildSignIn, buildUser } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { getDrawing } from '../../testing/fake-charts.js';
import { buildAccuracy, buildOutcome, buildPrediction, buildRetrain } from '../../testing/forecasts.js';
import { installMatchMedia } from '../../testing/match-media.js';
import { renderApp, startApi } from '../../testing/render-app.js';
import type { MarkedDays, MetricTraining } from '../../types/predictions.js';
import { LazyForecastChart } from '../predictions/LazyForecastChart.js';

let api: FakeApi;
const FORECAST = '/api/predictions/page-visits';
const ACCURACY = '/api/predictions/accuracy';
const JOB = '/api/predictions/retrain/job-1';
const MARKS = '/api/sites/1/marked-days';

const attack: MarkedDays = {
  id: 3,
  start_date: '2026-02-20',
  end_date: '2026-02-22',
  reason: 'bot attack',
  source: 'owner',
  created_at: '2026-02-23T08:00:00Z',
};

// Here from the start, so that no test ends while it's on its way; see render-app.tsx.
beforeAll(async () => {
  await import('../predictions/ForecastChart.js');
  installMatchMedia();
  render(
    <ThemeProvider>
      <LazyForecastChart title="chart" days={[]} level={90} isPast={false} />
    </ThemeProvider>,
  );
  await screen.findByRole('table', { name: 'chart' }, { timeout: 15_000 });
  cleanup();
});

beforeEach(() => {
  sessionStorage.clear();
  api = startApi()
    .answer(FORECAST, buildPrediction())
    .answer('/api/predictions/unique-visitors', buildPrediction({ metric_name: 'unique_visitors' }))
    .answer('/api/predictions/sessions', buildPrediction({ metric_name: 'sessions' }))
    .answer(ACCURACY, buildAccuracy())
    .answer('/api/predictions/retrain', { job_id: 'job-1', status: 'queued' })
    .answer(MARKS, { data: [attack] });
});

afterEach(() => {
  jest.useRealTimers();
});

const open = (query = '?metric=page_visits') => renderApp(`/predictions${query}`);
const findPanel = async (name: RegExp | string) => within(await screen.findByRole('region', { name }));
const lastQuery = (path: string) => Object.fromEntries(api.requestsTo(path).at(-1)?.query ?? []);
const asViewer = () => api.answer('/api/auth/refresh', buildSignIn({ user: buildUser({ role: 'viewer' }) }));
const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

describe('the forecast', () => {
  it('is reached from the menu, and names the page', async () => {
    const { user, address } = renderApp('/');
    await user.click(await screen.findByRole('link', { name: 'Forecast' }));
    expect(await screen.findByRole('heading', { name: 'What comes next' })).toBeInTheDocument();
    expect(address()).toBe('/predictions');
    expect(document.title).toBe('Forecast · harbour.example · Tidemark');
  });

  it('says what is expected of each day, and adds the days up without making up a range', async () => {
    open();
    const panel = await findPanel('Page visits: the coming days');
    const rows = within(await panel.findByRole('table', { name: 'Forecast by day' })).getAllByRole('row');
    expect(rows).toHaveLength(8);
    expect(rows[1]).toHaveTextContent(/^Tue, Mar 10, 2026today10080 – 120$/);
    expect(panel.getByText(/^721 expected in these 7 days\./)).toBeInTheDocument();
    expect(panel.getByText(/there’s none for the sum/)).toBeInTheDocument();
  });

  it('doesn’t take a sum of visitors for visitors', async () => {
    open('');
    expect(await screen.findByText(/who comes on several days is counted on each/)).toBeInTheDocument();
  });

  it('is drawn after the days that came, in its band', async () => {
    api.answer(ACCURACY, buildAccuracy({ evaluated: 0, history: [], by_horizon: [] }));
    open();
    await screen.findByRole('table', { name: 'Page visits: the coming days' });
    const { labels, datasets } = getDrawing('line').data;
    expect(labels).toHaveLength(14);
    expect(datasets.map(({ label }) => label)).toEqual(['90% range', '90% range', 'Expected', 'Came']);
    expect(datasets.map(({ data }) => data.at(-1))).toEqual([126, 86, 106, null]);
    expect(datasets[0].data[0]).toBeNull();
    const tell = (datasetIndex: number, dataIndex: number) =>
      getDrawing('line').options.plugins.tooltip.callbacks.label({ datasetIndex, dataIndex, raw: 0 });
    expect(tell(0, 7)).toBe('90% range: 80 – 120');
    expect(tell(2, 7)).toBe('Expected: 100');
    expect(tell(3, 0)).toBe('Came: 250');
  });

  it('can be saved, as rows and as a picture', async () => {
    open();
    const panel = await findPanel('Page visits: the coming days');
    expect(await panel.findByRole('button', { name: 'Page visits: the coming days as CSV' })).toBeInTheDocument();
    expect(panel.getByRole('button', { name: 'Page visits: the coming days as PNG' })).toBeInTheDocument();
  });

  it('is asked for as the address says, and the address follows the choice', async () => {
    const { user, address } = open('?metric=page_visits&horizon=14&level=80');
    await findPanel('Page visits: the coming days');
    expect(lastQuery(FORECAST)).toEqual({ site: 'harbour.example', days: '14', confidence_level: '80' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Ahead' }), '28 days');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Range holds' }), '90% of days');
    expect(address()).toBe('/predictions?metric=page_visits&horizon=28');
    expect(lastQuery(FORECAST)).toMatchObject({ days: '28', confidence_level: '90' });
    await user.click(screen.getByRole('tab', { name: 'Sessions' }));
    expect(await findPanel('Sessions: the coming days')).toBeDefined();
    expect(lastQuery('/api/predictions/sessions')).toMatchObject({ days: '28' });
  });

  it('says that filters of the overview don’t narrow it', async () => {
    open('?metric=page_visits&country=DE');
    expect(await screen.findByText(/^Forecasts are of the whole site/)).toBeInTheDocument();
    expect(lastQuery(FORECAST)).not.toHaveProperty('country');
  });

  it('says when it’s not of today', async () => {
    api.answer(FORECAST, buildPrediction({ origin: '2026-03-05' }));
    open();
    expect(await screen.findByText(/knows the days up to Thu, Mar 5, 2026/)).toBeInTheDocument();
  });

  it('says why there is none, and is asked for again', async () => {
    api.fail(FORECAST, { detail: 'Forecasting is down just now.' });
    const { user } = open();
    const panel = await findPanel('Page visits: the coming days');
    expect(await panel.findByRole('alert')).toHaveTextContent('Forecasting is down just now.');
    api.answer(FORECAST, buildPrediction());
    await user.click(panel.getByRole('button', { name: 'Try again' }));
    expect(await panel.findByRole('table', { name: 'Forecast by day' })).toBeInTheDocument();
  });
});

describe('a short history', () => {
  beforeEach(() => {
    api.fail(FORECAST, {
      type: 'urn:tidemark:problem:not_enough_history',
      status: 409,
      title: 'Not enough history',
      detail: 'A forecast takes 14 full days of history; there are 9.',
      have: 9,
      need: 14,
    });
  });

  it('says how far it is, when it will do, and what brings the forecast at once', async () => {
    open();
    const panel = await findPanel('Not enough days yet');
    const bar = panel.getByRole('progressbar', { name: 'Days of history' });
    expect(bar).toHaveAttribute('aria-valuetext', '9 of 14 days');
    expect(bar).toHaveAttribute('aria-valuenow', '64');
    expect(panel.getByText(/^Once 5 more days are over/)).toBeInTheDocument();
    expect(panel.getByRole('link', { name: 'Import daily figures' })).toHaveAttribute(
      'href',
      '/settings/import?metric=page_visits',
    );
    expect(screen.queryByRole('region', { name: 'How good it was' })).not.toBeInTheDocument();
  });

  it('says that enough days are too old, where they are', async () => {
    api.fail(FORECAST, {
      type: 'urn:tidemark:problem:not_enough_history',
      status: 409,
      title: 'Not enough history',
      detail: 'A forecast takes 14 full days of history, one of them within the last four weeks.',
      have: 400,
      need: 14,
    });
    open();
    const panel = await findPanel('Not enough days yet');
    expect(panel.getByText(/^There are 400, but none of the last four weeks/)).toBeInTheDocument();
    expect(panel.queryByRole('progressbar')).not.toBeInTheDocument();
  });

  it('offers a viewer no way that isn’t hers', async () => {
    asViewer();
    open();
    const panel = await findPanel('Not enough days yet');
    expect(panel.getByText('9 of 14 days')).toBeInTheDocument();
    expect(panel.queryByRole('link')).not.toBeInTheDocument();
  });
});

describe('what forecasts were worth', () => {
  it('is said in plain words, against last week’s numbers', async () => {
    open();
    const panel = await findPanel('How good it was');
    expect(await panel.findByText('Two forecasts of three were right within 9%.')).toBeInTheDocument();
    expect(
      panel.getByText('On average it was off by 9%; last week’s numbers repeated would have been off by 14%.'),
    ).toBeInTheDocument();
    expect(panel.getByText('All in all its error was 34% smaller than theirs.')).toBeInTheDocument();
    expect(
      panel.getByText('27 of 28 days fell inside the 90% range a day ahead; about 25 were to be expected.'),
    ).toBeInTheDocument();
    expect(panel.getByText(/^From 28 days that are over/)).not.toHaveTextContent('say little');
    const table = panel.getByRole('table', { name: 'By how far ahead' });
    expect(within(table).getByRole('row', { name: /^1 day ahead/ })).toHaveTextContent('1 day ahead289%66%96%');
  });

  it.each([
    [1.2, 'All in all its error was 20% larger than theirs: on these days they would have served better.'],
    [1.01, 'All in all its error was about the same as theirs.'],
    [null, 'There was no week before to compare it with.'],
  ])('is honest where the error is %s of last week’s', async (relative_mae, words) => {
    api.answer(ACCURACY, buildAccuracy({ relative_mae }));
    open();
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('is told in counts where nothing came that could be a share', async () => {
    const history = [buildOutcome({ predicted_value: 3, actual_value: 0, lower: 0 })];
    const baseline = { ...buildAccuracy().baseline, mape: null, mae: 5 };
    api.answer(ACCURACY, buildAccuracy({ history, mape: null, mae: 3, evaluated: 1, baseline }));
    open();
    expect(await screen.findByText('Off by 3 a day on average.')).toBeInTheDocument();
    expect(screen.getByText(/^On average it was off by 3 a day; .* off by 5\.$/)).toBeInTheDocument();
    expect(screen.getByText(/So few days say little yet/)).toBeInTheDocument();
  });

  it('isn’t known before a day of them is over', async () => {
    api.answer(ACCURACY, buildAccuracy({ evaluated: 0, history: [], by_horizon: [] }));
    open();
    expect(await screen.findByText(/^No forecast’s day is over yet/)).toBeInTheDocument();
    expect(screen.getByText(/^No forecast so far ahead/)).toBeInTheDocument();
  });
});

describe('the ledger', () => {
  it('shows what fell outside of the range by more than colour', async () => {
    open();
    const panel = await findPanel('What was forecast, and what came');
    expect(await panel.findByText('1 day fell outside the range.')).toBeInTheDocument();
    expect(panel.getByRole('listitem')).toHaveTextContent('▲ Mon, Mar 9, 2026: 150 came, above 80 – 120');
    const table = panel.getByRole('table', { name: 'What was forecast, and what came' });
    expect(within(table).getByRole('row', { name: /^Mon, Mar 9/ })).toHaveTextContent('150, above the range');
  });

  it('looks a week ahead, and further back, when asked', async () => {
    const { user } = open();
    const panel = await findPanel('What was forecast, and what came');
    await user.selectOptions(panel.getByRole('combobox', { name: 'Forecast made' }), '7 days ahead');
    expect(await panel.findByText(/^No forecast so far ahead/)).toBeInTheDocument();
    await user.selectOptions(panel.getByRole('combobox', { name: 'Days' }), 'Last 90 days');
    await waitFor(() => {
      expect(lastQuery(ACCURACY)).toMatchObject({ metric: 'page-visits', days: '90' });
    });
  });
});

describe('the model', () => {
  it('is named, with its reason and its service', async () => {
    open();
    const panel = await findPanel('What makes the forecast');
    expect(panel.getByText('Network and Holt-Winters together')).toBeInTheDocument();
    expect(panel.getByText(/^A training tried every way/)).toBeInTheDocument();
    expect(await panel.findByText(/^Feb 10, 2026.* or earlier$/)).toBeInTheDocument();
  });

  it('may be one that wasn’t trained here, or that nobody knows by name yet', async () => {
    api.answer(FORECAST, buildPrediction({ model_kind: 'oracle', trained_at: null, model_version: 'v99' }));
    open();
    const panel = await findPanel('What makes the forecast');
    expect(panel.getByText('oracle')).toBeInTheDocument();
    expect(panel.getByText(/^It wasn’t trained on this site’s own days/)).toBeInTheDocument();
    expect(panel.getByText('its first day isn’t over yet')).toBeInTheDocument();
  });
});

describe('a training', () => {
  const candidate = {
    kind: 'blend',
    mae: 1,
    relative_mae: 0.73,
    mase: null,
    standard_error: null,
    coverage: {},
    relative_width: {},
  };
  const trained: Extract<MetricTraining, { status: 'succeeded' }> = {
    metric_name: 'page_visits',
    status: 'succeeded',
    model_version: 'v8',
    model_kind: 'blend',
    promoted: true,
    reason: 'blend beats last week',
    candidates: [candidate],
    origins: 8,
    epochs: 12,
  };

  it('is begun, followed, and its outcome told; then the forecast is read again', async () => {
    api.answer(JOB, buildRetrain());
    const { user } = open();
    const panel = await findPanel('Training');
    await user.click(panel.getByRole('button', { name: 'Train now' }));
    expect(api.requestsTo('/api/predictions/retrain')[0]?.body).toEqual({ site: 'harbour.example' });
    expect(await panel.findByRole('progressbar')).toHaveAttribute('aria-valuetext', '25% done');
    expect(panel.getByText(/epoch 3 of 20/)).toBeInTheDocument();
    expect(panel.getByRole('button', { name: 'Train now' })).toBeDisabled();
    const readBefore = api.requestsTo(FORECAST).length;
    api.answer(
      JOB,
      buildRetrain({
        status: 'succeeded',
        progress: 1,
        metrics: [
          trained,
          { ...trained, metric_name: 'sessions', promoted: false, reason: 'by no more than a standard error' },
          { metric_name: 'page_views', status: 'failed', reason: 'It was killed.' },
        ],
      }),
    );
    await pass(2_000);
    expect(panel.getByRole('status')).toHaveTextContent('The training is done.');
    expect(panel.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Page visits: “Network and Holt-Winters together” serves from now on. On past weeks its error was 73% of last week’s numbers’.blend beats last week',
      expect.stringMatching(/^Sessions: what serves stays\..*by no more than a standard error$/),
      'Page views: not trained; what serves stays.It was killed.',
    ]);
    expect(api.requestsTo(FORECAST).length).toBeGreaterThan(readBefore);
    expect(panel.getByRole('button', { name: 'Train now' })).toBeEnabled();
  });

  it('is followed after a reload, too', async () => {
    sessionStorage.setItem('tidemark.training.harbour.example', 'job-1');
    api.answer(JOB, buildRetrain({ status: 'queued', progress: 0, step: 'waiting' }));
    open();
    const panel = await findPanel('Training');
    expect(await panel.findByRole('progressbar')).toHaveAttribute('aria-valuetext', 'Waiting for its turn');
    api.fail(JOB);
    await pass(2_000);
    expect(panel.getByRole('alert')).toHaveTextContent('Temporarily unavailable');
    api.answer(JOB, buildRetrain({ status: 'failed', error: 'The ML service is gone.' }));
    await pass(10_000);
    expect(panel.getByRole('status')).toHaveTextContent('The training failed. What served before goes on.');
    expect(panel.getByText('The ML service is gone.')).toBeInTheDocument();
    expect(panel.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('that nobody knows any more is let go', async () => {
    sessionStorage.setItem('tidemark.training.harbour.example', 'job-1');
    api.fail(JOB, { status: 404, title: 'Not found', detail: 'There is no retraining job-1.' });
    open();
    const panel = await findPanel('Training');
    expect(await panel.findByRole('alert')).toHaveTextContent('There is no retraining job-1.');
    await pass(60_000);
    expect(api.requestsTo(JOB)).toHaveLength(1);
    expect(panel.getByRole('button', { name: 'Train now' })).toBeEnabled();
  });

  it('that can’t be begun says why', async () => {
    api.fail('/api/predictions/retrain', { detail: 'Forecasting is off.' });
    const { user } = open();
    const panel = await findPanel('Training');
    await user.click(panel.getByRole('button', { name: 'Train now' }));
    expect(await panel.findByRole('alert')).toHaveTextContent('Forecasting is off.');
  });

  it('is not a viewer’s to begin', async () => {
    asViewer();
    open();
    await findPanel('Days left out');
    expect(screen.queryByRole('button', { name: 'Train now' })).not.toBeInTheDocument();
  });
});

describe('days that are left out', () => {
  it('are listed, with who marked them', async () => {
    open();
    const panel = await findPanel('Days left out');
    const row = await panel.findByRole('listitem');
    expect(row).toHaveTextContent(/Feb 20\s–\s22, 2026bot attackMarked by hand/);
  });

  it('are added by an admin, and the forecast read again', async () => {
    api.on(`POST ${MARKS}`, () => ({ status: 201, body: attack }));
    const { user } = open();
    const panel = await findPanel('Days left out');
    await user.type(await panel.findByLabelText('First day'), '2026-03-01');
    await user.type(panel.getByLabelText('Why'), ' a campaign ');
    const readBefore = api.requestsTo(FORECAST).length;
    await user.click(panel.getByRole('button', { name: 'Leave these days out' }));
    await waitFor(() => {
      expect(api.requestsTo(MARKS).find(({ method }) => method === 'POST')?.body).toEqual({
        start_date: '2026-03-01',
        reason: 'a campaign',
      });
      expect(api.requestsTo(FORECAST).length).toBeGreaterThan(readBefore);
    });
  });

  it('say what is wrong beside the field', async () => {
    const errors = [{ path: 'end_date', message: 'must not be before start_date' }];
    api.on(`POST ${MARKS}`, () => ({
      status: 400,
      contentType: 'application/problem+json',
      body: { type: 'urn:tidemark:problem:validation_failed', title: 'x', status: 400, detail: '', errors },
    }));
    const { user } = open();
    const panel = await findPanel('Days left out');
    await user.type(await panel.findByLabelText('First day'), '2026-03-02');
    await user.type(panel.getByLabelText('Last day'), '2026-03-01');
    await user.type(panel.getByLabelText('Why'), 'x');
    await user.click(panel.getByRole('button', { name: 'Leave these days out' }));
    expect(await panel.findByText('must not be before start_date')).toBeInTheDocument();
  });

  it('count again where an admin says so', async () => {
    api.on(`DELETE ${MARKS}/3`, () => ({ status: 204 }));
    const { user } = open();
    const panel = await findPanel('Days left out');
    await user.click(await panel.findByRole('button', { name: 'Count again' }));
    api.answer(MARKS, { data: [] });
    await user.click(panel.getByRole('button', { name: 'Yes, count them again' }));
    expect(await panel.findByText('None: every day counts.')).toBeInTheDocument();
    expect(api.requestsTo(`${MARKS}/3`)).toHaveLength(1);
  });

  it('are a viewer’s to read, not to change', async () => {
    asViewer();
    open();
    const panel = await findPanel('Days left out');
    await panel.findByRole('listitem');
    expect(panel.queryByRole('button')).not.toBeInTheDocument();
  });
});
