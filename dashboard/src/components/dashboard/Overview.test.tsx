import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import { buildDaily, buildDays, buildFigures, buildPages, buildRealtime } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { getDrawing } from '../../testing/fake-charts.js';
import { FakeStream } from '../../testing/fake-stream.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const card = async (name: RegExp) =>
  within(await screen.findByRole('group', { name: 'Figures of the period' })).getByRole('button', { name });

beforeEach(() => {
  api = startApi();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the overview', () => {
  it('asks for the last 28 days of the first site, in its time zone, against the period before', async () => {
    renderApp();
    await card(/^Visitors/);
    expect(Object.fromEntries(api.requestsTo('/api/metrics/daily')[0]?.query ?? [])).toEqual({
      site: 'harbour.example',
      start_date: '2026-02-11',
      end_date: '2026-03-10',
      compare: 'previous_period',
    });
  });

  it('shows every figure in its own unit', async () => {
    renderApp();
    expect(await card(/^Visitors ?100/)).toBeInTheDocument();
    const figures = within(screen.getByRole('group', { name: 'Figures of the period' })).getAllByRole('button');
    expect(figures.map((figure) => figure.textContent)).toEqual([
      'Visitors100',
      'Sessions120',
      'Page views300',
      'Page visits250',
      'Bounce rate40%',
      'Session duration2m 05s',
      'Time on page42s',
    ]);
  });

  it('shows the shape of the page while it loads', async () => {
    api.hold('/api/metrics/daily');
    api.hold('/api/metrics/pages');
    renderApp();
    expect(await screen.findByText('Loading the figures')).toBeInTheDocument();
    expect(screen.getByText('Loading: Top pages')).toBeInTheDocument();
  });

  it('says in each panel what failed, and reads that panel again on retry', async () => {
    api.fail('/api/metrics/pages', {
      title: 'Temporarily unavailable',
      detail: 'The database does not answer.',
      request_id: 'req-7',
    });
    const { user } = renderApp();
    const panel = await screen.findByRole('region', { name: 'Pages' });
    const alert = await within(panel).findByRole('alert');
    expect(alert).toHaveTextContent('Temporarily unavailable');
    expect(alert).toHaveTextContent('The database does not answer.');
    expect(alert).toHaveTextContent('req-7');
    expect(await screen.findByRole('rowheader', { name: 'Google · Organic Search' })).toBeInTheDocument();
    api.answer('/api/metrics/pages', buildPages({ 'harbour.example/tides': 90 }));
    await user.click(within(panel).getByRole('button', { name: 'Try again' }));
    expect(await within(panel).findByRole('rowheader', { name: '/tides' })).toBeInTheDocument();
  });

  it('says when to come back where it was asked too often, and looks again by itself', async () => {
    const tooMany = { type: 'urn:tidemark:problem:too_many_requests', title: 'Too many requests', status: 429 };
    api.fail('/api/metrics/pages', tooMany, { 'retry-after': '15' });
    renderApp();
    const panel = await screen.findByRole('region', { name: 'Pages' });
    expect(await within(panel).findByRole('alert')).toHaveTextContent(/^Too many requests.*Try again in 15 seconds\./);
    api.answer('/api/metrics/pages', buildPages({ 'harbour.example/tides': 90 }));
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(await within(panel).findByRole('rowheader', { name: '/tides' })).toBeInTheDocument();
  });

  it('keeps the other panels when the figures fail', async () => {
    api.fail('/api/metrics/daily', { title: 'Internal error' });
    renderApp();
    const panel = await screen.findByRole('region', { name: 'Figures' });
    expect(within(panel).getByRole('alert')).toHaveTextContent('Internal error');
    expect(await screen.findByRole('rowheader', { name: '/tides' })).toBeInTheDocument();
  });

  it('keeps the figures when a refresh fails, and says so', async () => {
    renderApp();
    await card(/^Visitors/);
    api.fail('/api/metrics/daily', { title: 'Temporarily unavailable' });
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(screen.getByText(/couldn’t be refreshed: Temporarily unavailable/)).toBeInTheDocument();
    expect(await card(/^Visitors/)).toBeInTheDocument();
  });
});

describe('the comparison', () => {
  const comparison = {
    mode: 'previous_period',
    start_date: '2026-02-25',
    end_date: '2026-03-03',
    data: buildDays('2026-02-25', [1, 2, 3, 4, 5, 6, 7]),
  } as const;
  const compareWith = (totals: Parameters<typeof buildFigures>[0]) =>
    api.answer('/api/metrics/daily', buildDaily({ comparison: { ...comparison, totals: buildFigures(totals) } }));

  it.each([
    ['more visitors', { unique_visitors: 80 }, /^Visitors/, 'up 25%, better', 'good'],
    ['fewer visitors', { unique_visitors: 125 }, /^Visitors/, 'down 20%, worse', 'bad'],
    ['a higher bounce rate', { bounce_rate: 0.3 }, /^Bounce rate/, 'up 10 pts, worse', 'bad'],
    ['a lower bounce rate', { bounce_rate: 0.5 }, /^Bounce rate/, 'down 10 pts, better', 'good'],
    ['no change', {}, /^Sessions/, 'unchanged 0%', 'neutral'],
  ])('colours %s by what it means, and says it in words', async (_, totals, name, words, meaning) => {
    compareWith(totals);
    renderApp();
    const found = await card(name);
    expect(found).toHaveTextContent(words);
    expect(found.querySelector('[data-meaning]')).toHaveAttribute('data-meaning', meaning);
  });

  it.each([
    ['may still come today', { unique_visitors: 400 }, /^Visitors/, 'today', 'down 75% so far', 'neutral'],
    ['is more than a day of it', { unique_visitors: 400 }, /^Visitors/, '7d', 'down 75%, worse', 'bad'],
    ['is there already', { unique_visitors: 80 }, /^Visitors/, 'today', 'up 25%, better', 'good'],
    ['is a rate', { bounce_rate: 0.5 }, /^Bounce rate/, 'today', 'down 10 pts, better', 'good'],
  ])('of a period that goes on is a verdict unless the rest may still come: what %s', async (...row) => {
    const [, totals, name, range, words, meaning] = row;
    compareWith(totals);
    renderApp(`/?range=${range}`);
    const found = await card(name);
    expect(found).toHaveTextContent(words);
    expect(found.querySelector('[data-meaning]')).toHaveAttribute('data-meaning', meaning);
  });

  it('calls growth from nothing new, and an unknown figure unknown', async () => {
    compareWith({ unique_visitors: 0, avg_time_on_page: null });
    renderApp();
    expect(await card(/^Visitors/)).toHaveTextContent('New');
    expect(await card(/^Time on page/)).toHaveTextContent('No comparison');
  });

  it('draws both periods on one axis, each day with its own date in the table', async () => {
    compareWith({});
    renderApp();
    const table = await screen.findByRole('table', { name: 'Visitors by day' });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent('Wed, Mar 4, 2026101 (Wed, Feb 25, 2026)');
    expect(getDrawing('line').data.datasets.map((dataset) => dataset.data)).toEqual([
      [10, 20, 30, 40, 50, 60, 7],
      [1, 2, 3, 4, 5, 6, 7],
    ]);
    expect(within(screen.getByRole('list', { name: 'Legend' })).getAllByRole('listitem')).toHaveLength(3);
  });
});

describe('the chart', () => {
  it('shows the card that was pressed, and keeps it in the address', async () => {
    const { user, address } = renderApp();
    await user.click(await card(/^Bounce rate/));
    expect(await screen.findByRole('heading', { name: 'Bounce rate by day' })).toBeInTheDocument();
    expect(await card(/^Bounce rate/)).toHaveAttribute('aria-pressed', 'true');
    expect(await card(/^Visitors/)).toHaveAttribute('aria-pressed', 'false');
    expect(address()).toBe('/?metric=bounce_rate');
  });

  it('dashes the way to the running day alone', async () => {
    renderApp();
    await screen.findByRole('table', { name: 'Visitors by day' });
    const dash = getDrawing('line').data.datasets[0].segment.borderDash;
    expect(dash({ p1DataIndex: 6 })).toEqual([5, 5]);
    expect(dash({ p1DataIndex: 5 })).toBeUndefined();
    expect(screen.getByText('Today, so far')).toBeInTheDocument();
  });

  it('dashes nothing where the range ended before today', async () => {
    api.answer('/api/metrics/daily', buildDaily({ data: buildDays('2015-05-17', [1, 2]) }));
    renderApp();
    await screen.findByRole('table', { name: 'Visitors by day' });
    expect(screen.queryByText('Today, so far')).not.toBeInTheDocument();
  });
});

describe('the lists', () => {
  it('name pages by their path, sources with their channel, and countries in words', async () => {
    renderApp();
    expect(await screen.findByRole('rowheader', { name: '/tides' })).toHaveTextContent('/tides');
    expect(screen.getByRole('rowheader', { name: 'Google · Organic Search' })).toBeInTheDocument();
    const countries = screen.getByRole('table', { name: 'Countries' });
    expect(
      within(countries)
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.textContent),
    ).toEqual(['Germany9075%', 'Unknown3025%']);
  });

  it('say how many rows there are besides', async () => {
    api.answer('/api/metrics/pages', buildPages({ 'harbour.example/': 9 }, 143));
    renderApp();
    expect(await screen.findByText('1 of 143')).toBeInTheDocument();
    expect(api.requestsTo('/api/metrics/pages').map(({ query }) => query.get('limit'))).toEqual(['10']);
  });

  it('are saved as CSV, with the token', async () => {
    const saved: string[] = [];
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download, this.href);
    });
    Object.assign(URL, { createObjectURL: () => 'blob:pages', revokeObjectURL: () => undefined });
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Top pages as CSV' }));
    expect(saved).toEqual(['top-pages.csv', 'blob:pages']);
    const asked = api.requestsTo('/api/metrics/pages').at(-1);
    expect(asked?.authorization).toBe('Bearer token-1');
    expect([asked?.query.get('format'), asked?.query.get('limit')]).toEqual(['csv', '1000']);
    click.mockRestore();
  });

  it('say why they couldn’t be saved', async () => {
    const { user } = renderApp();
    const button = await screen.findByRole('button', { name: 'Top pages as CSV' });
    api.fail('/api/metrics/pages', { title: 'Temporarily unavailable' });
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
  });

  it('say so where they are empty', async () => {
    api.answer('/api/metrics/pages', buildPages({}));
    renderApp();
    expect(await screen.findByText('No page was seen in this period.')).toBeInTheDocument();
  });

  it('switch between types, browsers and systems, by mouse and by arrow keys', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByRole('tab', { name: 'Browser' }));
    expect(screen.getByRole('tab', { name: 'Browser' })).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'System' })).toHaveFocus();
    await user.keyboard('{End}');
    expect(screen.getByRole('tab', { name: 'Language' })).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowRight}a');
    expect(screen.getByRole('tab', { name: 'Type' })).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowLeft}{Home}');
    expect(screen.getByRole('tab', { name: 'Type' })).toHaveFocus();
  });
});

describe('an empty period', () => {
  const emptyDays = buildDays('2015-05-21', [0, 0]).map((day) => ({ ...day, page_views: 0 }));
  const nothing = buildDaily({ data: [], totals: buildFigures({ page_views: 0 }) });

  it('of a site without any page view offers the snippet with the address of the API', async () => {
    api.answer('/api/metrics/daily', nothing).answer('/api/metrics/breakdown', { data: [], total_rows: 0 });
    renderApp();
    expect(await screen.findByRole('heading', { name: 'Waiting for the first wave' })).toBeInTheDocument();
    expect(
      await screen.findByText(
        '<script defer data-site="harbour.example" src="https://stats.harbour.example/tracker.js"></script>',
      ),
    ).toBeInTheDocument();
  });

  it('lets the snippet be copied', async () => {
    api.answer('/api/metrics/daily', nothing).answer('/api/metrics/breakdown', { data: [], total_rows: 0 });
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Copy the snippet' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeInTheDocument();
    expect(await navigator.clipboard.readText()).toContain('data-site="harbour.example"');
  });

  it.each([
    ['refuses', { writeText: () => Promise.reject(new Error('denied')) }],
    ['has no clipboard', undefined],
  ])('says what to do where the browser %s', async (_, clipboard) => {
    api.answer('/api/metrics/daily', nothing).answer('/api/metrics/breakdown', { data: [], total_rows: 0 });
    const { user } = renderApp();
    const button = await screen.findByRole('button', { name: 'Copy the snippet' });
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
    await user.click(button);
    expect(await screen.findByText(/select the line instead/)).toBeInTheDocument();
  });

  it('of a site with older days points to them, however old', async () => {
    api.on('/api/metrics/daily', ({ searchParams }) => {
      const isLookBack = searchParams.get('end_date')?.startsWith('2016') === true;
      return {
        status: 200,
        body: isLookBack ? buildDaily({ data: [...buildDays('2015-05-20', [5]), ...emptyDays] }) : nothing,
      };
    });
    api.on('/api/metrics/breakdown', ({ searchParams }) => ({
      status: 200,
      body: {
        data: searchParams.get('end_date')?.startsWith('2016') === true ? [{ page_views: 5 }] : [],
        total_rows: 1,
      },
    }));
    const { user, address } = renderApp();
    expect(await screen.findByText(/latest was seen on Wed, May 20, 2015/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show the 28 days up to then' }));
    expect(address()).toBe('/?range=custom&start=2015-04-23&end=2015-05-20');
  });

  it('gives way to the figures as soon as the first visit is seen live', async () => {
    api.answer('/api/metrics/daily', nothing).answer('/api/metrics/breakdown', { data: [], total_rows: 0 });
    api.answer('/api/metrics/realtime', buildRealtime({ page_views_per_minute: [] }));
    renderApp();
    await screen.findByRole('heading', { name: 'Waiting for the first wave' });
    api.answer('/api/metrics/daily', buildDaily());
    await FakeStream.latest.send(buildRealtime());
    expect(await card(/^Visitors/)).toBeInTheDocument();
  });
});
