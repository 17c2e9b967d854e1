import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import { buildBreakdown, buildDaily, buildFigures, buildPages, buildSources } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const panel = (name: string) => screen.findByRole('region', { name });
const asked = (dimension: string) =>
  api.requestsTo('/api/metrics/breakdown').filter(({ query }) => query.get('dimension') === dimension);
const compared = { mode: 'previous_period', start_date: '2026-02-25', end_date: '2026-03-03' } as const;

beforeEach(() => {
  api = startApi();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('a panel', () => {
  it.each([
    ['Pages', '300 page views'],
    ['Sources', '120 sessions'],
    ['Places', '120 sessions'],
    ['Devices', '120 sessions'],
    ['Hours of the week', '120 sessions'],
  ])('of %s says what its rows add up to: %s', async (name, total) => {
    renderApp();
    const found = within(await panel(name));
    expect(await found.findByText(total)).toBeInTheDocument();
  });

  it.each(['Pages', 'Sources', 'Places', 'Devices'])('of %s has rows that add up to all there is', async (name) => {
    renderApp();
    const rows = within(await panel(name));
    await rows.findAllByRole('rowheader');
    const shares = rows
      .getAllByRole('row')
      .slice(1)
      .map((row) => parseFloat(within(row).getAllByRole('cell').at(-1)?.textContent ?? ''));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
  });

  it('shows each ranking of its kind, asked for when it’s looked at', async () => {
    const { user } = renderApp();
    await user.click(within(await panel('Pages')).getByRole('tab', { name: 'Entry' }));
    expect(await screen.findByRole('table', { name: 'Entry pages' })).toBeInTheDocument();
    expect(within(await panel('Pages')).getByText('120 sessions')).toBeInTheDocument();
    expect(asked('exit_page')).toEqual([]);
    for (const [name, tab, dimension] of [
      ['Pages', 'Exit', 'exit_page'],
      ['Sources', 'Channels', 'channel'],
      ['Devices', 'Browser', 'browser'],
      ['Devices', 'System', 'os'],
      ['Devices', 'Screen', 'screen_resolution'],
      ['Devices', 'Language', 'language'],
    ] as const) {
      await user.click(within(await panel(name)).getByRole('tab', { name: tab }));
      expect(asked(dimension)).toHaveLength(1);
    }
  });

  it('of campaigns goes by any part of them', async () => {
    const { user } = renderApp();
    await user.click(within(await panel('Sources')).getByRole('tab', { name: 'Campaigns' }));
    for (const [option, dimension] of [
      ['Campaign source', 'utm_source'],
      ['Campaign medium', 'utm_medium'],
      ['Campaign term', 'utm_term'],
      ['Campaign content', 'utm_content'],
    ] as const) {
      await user.selectOptions(within(await panel('Sources')).getByRole('combobox', { name: 'By' }), option);
      expect(asked(dimension)).toHaveLength(1);
    }
  });

  it('shows how each row moved against the compared period', async () => {
    api.answer('/api/metrics/pages', {
      ...buildPages({ 'harbour.example/tides': 210, 'harbour.example/new': 90 }),
      comparison: { ...compared, data: buildPages({ 'harbour.example/tides': 200 }).data },
    });
    renderApp();
    const table = within(await screen.findByRole('table', { name: 'Top pages' }));
    expect(table.getByRole('columnheader', { name: 'Change' })).toBeInTheDocument();
    expect(table.getByRole('row', { name: /tides/ })).toHaveTextContent('up 5%, better');
    expect(table.getByRole('row', { name: /new/ })).toHaveTextContent('New');
  });

  it('has no such column where nothing is compared', async () => {
    renderApp('/?compare=none');
    const table = within(await screen.findByRole('table', { name: 'Top pages' }));
    expect(table.queryByRole('columnheader', { name: 'Change' })).not.toBeInTheDocument();
    expect(api.requestsTo('/api/metrics/pages')[0]?.query.has('compare')).toBe(false);
  });
});

describe('all rows', () => {
  const many = Object.fromEntries(
    Array.from({ length: 14 }, (_, index) => [`harbour.example/${String(index)}`, 40 - index]),
  );
  const open = async (address?: string) => {
    const app = renderApp(address);
    await app.user.click(await screen.findByRole('button', { name: 'Show all: Top pages' }));
    return { ...app, dialog: within(await screen.findByRole('dialog', { name: 'Top pages' })) };
  };

  it('are a dialog away, with more figures of each', async () => {
    api.answer('/api/metrics/pages', buildPages(many));
    const { dialog } = await open();
    expect(await dialog.findAllByRole('rowheader')).toHaveLength(14);
    expect(dialog.getAllByRole('columnheader').map((column) => column.textContent)).toEqual([
      'Page',
      'Page views',
      'Visitors',
      'Page visits',
      'Bounce rate',
      'Time on page',
    ]);
    expect(dialog.getByText('14 of 14')).toBeInTheDocument();
    expect(dialog.getByRole('searchbox', { name: 'Search' })).toHaveFocus();
  });

  it('are searched, whatever the case', async () => {
    api.answer('/api/metrics/pages', buildPages({ ...many, 'harbour.example/Tides': 5 }));
    const { user, dialog } = await open();
    await user.type(dialog.getByRole('searchbox', { name: 'Search' }), 'tIDES');
    await act(() => jest.advanceTimersByTimeAsync(300));
    expect(dialog.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual(['/Tides']);
    await user.type(dialog.getByRole('searchbox', { name: 'Search' }), 'x');
    await act(() => jest.advanceTimersByTimeAsync(300));
    expect(dialog.getByText('Nothing holds this text.')).toBeInTheDocument();
  });

  it('are searched by the API where it has more than it sent', async () => {
    api.answer('/api/metrics/pages', buildPages(many, 9_000));
    const { user, dialog } = await open();
    await user.type(dialog.getByRole('searchbox', { name: 'Search' }), 'tides');
    api.answer('/api/metrics/pages', buildPages({ 'harbour.example/tides/old': 1 }));
    await act(() => jest.advanceTimersByTimeAsync(300));
    expect(api.requestsTo('/api/metrics/pages').at(-1)?.query.get('page')).toBe('*tides*');
    expect(await dialog.findByRole('rowheader', { name: '/tides/old' })).toBeInTheDocument();
  });

  it('are searched by the API besides: what is at hand stays, whatever its case', async () => {
    api.answer('/api/metrics/pages', buildPages({ ...many, 'harbour.example/Tides': 50 }, 9_000));
    const { user, dialog } = await open();
    await user.type(dialog.getByRole('searchbox', { name: 'Search' }), 'tides');
    api.answer('/api/metrics/pages', buildPages({ 'harbour.example/tides/old': 1 }));
    await act(() => jest.advanceTimersByTimeAsync(300));
    expect(await dialog.findByRole('rowheader', { name: '/tides/old' })).toBeInTheDocument();
    expect(dialog.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual(['/Tides', '/tides/old']);
  });

  it('are searched among the leading ones where the API can’t be asked, and that is said', async () => {
    api.answer('/api/metrics/pages', buildPages(many, 9_000));
    const { user, dialog } = await open('/?page=*harbour*');
    await user.type(dialog.getByRole('searchbox', { name: 'Search' }), 'nowhere');
    await act(() => jest.advanceTimersByTimeAsync(300));
    expect(dialog.getByText('None of the leading 300 holds this text.')).toBeInTheDocument();
  });

  it('filter by the one that is pressed', async () => {
    api.answer('/api/metrics/pages', buildPages(many));
    const { user, address, dialog } = await open();
    await user.click(await dialog.findByRole('button', { name: '/13' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(address()).toBe('/?page=harbour.example%2F13');
  });

  it('close by the button, by Escape and by a click beside them, and give the focus back', async () => {
    api.answer('/api/metrics/pages', buildPages(many));
    const { user, dialog } = await open();
    const opener = screen.getByRole('button', { name: 'Show all: Top pages' });
    await user.click(dialog.getByRole('button', { name: 'Close' }));
    expect(opener).toHaveFocus();
    await user.click(opener);
    act(() => {
      screen.getByRole('dialog').dispatchEvent(new Event('cancel', { cancelable: true }));
    });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await user.click(opener);
    const target = screen.getByRole('dialog');
    // Its scrollbar is the dialog itself, as what lies beside it is.
    await user.pointer({ keys: '[MouseLeft]', target, coords: { clientX: 0, clientY: 0 } });
    expect(target).toBeInTheDocument();
    await user.pointer({ keys: '[MouseLeft]', target, coords: { clientX: -1, clientY: 0 } });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('text of strangers', () => {
  const hostile = '<img src=x onerror="alert(1)">';
  const long = `harbour.example/${'a'.repeat(484)}`;
  const hebrew = 'harbour.example/גאות-ושפל';

  it('is shown as text, in full where it’s asked for, and in its own direction', async () => {
    api.answer('/api/metrics/pages', buildPages({ [`harbour.example/${hostile}`]: 150, [long]: 100, [hebrew]: 50 }));
    renderApp();
    const table = within(await screen.findByRole('table', { name: 'Top pages' }));
    expect(table.getByRole('rowheader', { name: `/${hostile}` })).toBeInTheDocument();
    expect(document.querySelector('img')).toBeNull();
    expect(table.getByTitle(long)).toHaveTextContent(/^\/a{484}$/);
    expect(table.getByText('/גאות-ושפל')).toHaveAttribute('dir', 'auto');
  });

  it('is filtered by, and named in a chip, as text', async () => {
    api.answer('/api/metrics/sources', buildSources([[hostile, 'Referral', 120]]));
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: `${hostile} · Referral` }));
    expect(screen.getByRole('list', { name: 'Filters' })).toHaveTextContent(`Source is ${hostile}`);
    expect(document.querySelector('img')).toBeNull();
  });
});

describe('what the figures can’t vouch for', () => {
  it.each([
    ['visitors alone without filters', '/', /^Visitors are estimated here/],
    ['every figure with filters', '/?country=DE', /^These figures are estimates/],
  ])('is said of %s', async (_, address, words) => {
    api.answer('/api/metrics/daily', buildDaily({ approximate: true }));
    api.answer('/api/metrics/pages', { ...buildPages({ 'harbour.example/': 300 }), approximate: true });
    renderApp(address);
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(within(await panel('Pages')).getByText('Estimated')).toBeInTheDocument();
    expect(within(await panel('Sources')).queryByText('Estimated')).not.toBeInTheDocument();
  });

  it('is said of days that are missing, the first of them by name', async () => {
    const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
    api.answer('/api/metrics/daily', buildDaily({ missing_days: days }));
    renderApp();
    const note = await screen.findByRole('note');
    expect(note).toHaveTextContent(/^6 days are not counted.*Sun, Mar 1, 2026; .*Thu, Mar 5, 2026; …/);
  });

  it('is nothing, as a rule', async () => {
    renderApp();
    await panel('Pages');
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });
});

describe('a site with a million pages', () => {
  it('shows the leading ones, says how many there are, and leaves the rest to a search', async () => {
    const leading = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`harbour.example/${String(index)}`, 300 - index]),
    );
    api.on('/api/metrics/pages', ({ searchParams }) => {
      const rows = Object.entries(leading).slice(0, Number(searchParams.get('limit')));
      return { status: 200, body: { ...buildPages(Object.fromEntries(rows)), total_rows: 1_000_000 } };
    });
    const { user } = renderApp();
    const pages = within(await panel('Pages'));
    expect(await pages.findByText('10 of 1,000,000')).toBeInTheDocument();
    expect(pages.getAllByRole('rowheader')).toHaveLength(10);
    await user.click(pages.getByRole('button', { name: 'Show all: Top pages' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(await dialog.findByRole('status')).toHaveTextContent('300 of 1,000,000');
    expect(dialog.getAllByRole('rowheader')).toHaveLength(300);
  });
});

describe('a site with one event', () => {
  it('has it in every panel', async () => {
    api
      .answer(
        '/api/metrics/daily',
        buildDaily({ totals: buildFigures({ page_views: 1, sessions: 1, unique_visitors: 1 }) }),
      )
      .answer('/api/metrics/pages', buildPages({ 'harbour.example/': 1 }))
      .answer('/api/metrics/sources', buildSources([['Direct', 'Direct', 1]]))
      .on('/api/metrics/breakdown', ({ searchParams }) => {
        const dimension = searchParams.get('dimension') as 'country';
        return { status: 200, body: buildBreakdown(dimension, { '(none)': 1 }) };
      });
    renderApp();
    expect(await within(await panel('Pages')).findByText('1 page view')).toBeInTheDocument();
    expect(await within(await panel('Sources')).findByText('1 session')).toBeInTheDocument();
    expect(await within(await panel('Places')).findByRole('row', { name: /^Unknown/ })).toHaveTextContent(
      'Unknown1100%',
    );
  });
});
