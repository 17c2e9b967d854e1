import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import { buildRecommendation, buildRecommendations, buildSignIn, buildUser } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';
import type { Receipt, Recommendation } from '../../types/recommendations.js';

let api: FakeApi;
const LIST = '/api/recommendations';
const STATUS = '/api/recommendations/11/status';

const receipt: Receipt = {
  version: 1,
  verdict: 'worked',
  obstacle: null,
  explanation: 'It worked. In 14 days 1,800 page visits came.',
  method: 'history',
  is_adjusted: true,
  metric: 'page_visits',
  start_date: '2026-02-11',
  end_date: '2026-02-24',
  days: 14,
  actual: 1_800,
  expected: 1_500,
  interval: { level: 90, lower: 1_400, upper: 1_610 },
  gain: 300,
  measured_at: '2026-02-25T00:10:00Z',
};

beforeEach(() => {
  api = startApi().answer(LIST, buildRecommendations()).answer('/api/recommendations/track-record', { data: [] });
  api.on(STATUS, (_url, { body }) => ({
    status: 200,
    body: buildRecommendation({
      status: (body as { status: Recommendation['status'] }).status,
      updated_at: '2026-03-10T12:00:00Z',
    }),
  }));
});

afterEach(() => {
  jest.useRealTimers();
});

const open = () => renderApp('/recommendations');
const findCard = async (name = /loses visits/) => within(await screen.findByRole('article', { name }));
const queryOf = () => Object.fromEntries(api.requestsTo(LIST).at(-1)?.query ?? []);
const decided = () => api.requestsTo(STATUS).map(({ body }) => (body as { status: string }).status);

describe('a recommendation', () => {
  it('is reached from the menu, and says what, why and what it may bring', async () => {
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('link', { name: 'Worth doing' }));
    const card = await findCard();
    expect(card.getByText('Priority 2 of 5')).toBeInTheDocument();
    expect(card.getByText(/It had 70 visits a day/)).toBeInTheDocument();
    expect(card.getByText('490 page visits, where 700 (640 to 760) was to be expected')).toBeInTheDocument();
    expect(card.getByText('Page /tides')).toBeInTheDocument();
    expect(card.getByText('Germany (95%)')).toBeInTheDocument();
    expect(
      card.getByText('210 visits a week × 50% that acting may move × 90% certainty = 95 visits a week'),
    ).toBeInTheDocument();
    expect(queryOf()).toEqual({ site: 'harbour.example', status: 'pending' });
  });

  it('shows its days as a picture, and as a table for those who can’t see it', async () => {
    open();
    const card = await findCard();
    const rows = within(card.getByRole('table', { name: 'page visits by day' })).getAllByRole('row');
    expect(rows).toHaveLength(15);
    expect(rows.at(-1)).toHaveTextContent(/70100$/);
    expect(card.getByText(/grey: what chance allows/)).toBeInTheDocument();
  });

  it('is accepted: that shows before it’s answered, is said, and can be undone', async () => {
    const held = api.hold(STATUS);
    const { user } = open();
    const card = await findCard();
    await user.click(card.getByRole('button', { name: 'Accept' }));
    expect(card.getByRole('button', { name: 'Mark as done' })).toBeEnabled();
    expect(screen.getByText('Accepted: harbour.example/tides loses visits')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(screen.getByRole('main')).toHaveFocus();
    expect(card.getByRole('button', { name: 'Accept' })).toBeInTheDocument();
    // The second waits for the first, so that they arrive as they were made.
    expect(decided()).toEqual(['accepted']);
    held.release(0, buildRecommendation({ status: 'accepted' }));
    await waitFor(() => {
      expect(decided()).toEqual(['accepted', 'pending']);
    });
    expect(card.getByRole('button', { name: 'Accept' })).toBeInTheDocument();
  });

  it('keeps the focus on its card when the pressed button goes away', async () => {
    const { user } = open();
    await user.click((await findCard()).getByRole('button', { name: 'Dismiss' }));
    expect(screen.getByRole('article', { name: /loses visits/ })).toHaveFocus();
  });

  it('is dismissed, and brought back', async () => {
    const { user } = open();
    const card = await findCard();
    await user.click(card.getByRole('button', { name: 'Dismiss' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => {
      expect(decided()).toEqual(['dismissed', 'pending']);
    });
  });

  it('offers no undo that the API would refuse', async () => {
    api.answer(LIST, buildRecommendations({ data: [buildRecommendation({ status: 'accepted' })] }));
    const { user } = open();
    await user.click((await findCard()).getByRole('button', { name: 'Dismiss' }));
    expect(screen.getByText(/^Dismissed: /)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
  });

  it('goes back to what it was where a decision is refused, and says why', async () => {
    api.fail(STATUS, { status: 409, title: 'Conflict', detail: 'What is dismissed can’t become accepted.' });
    const { user } = open();
    const card = await findCard();
    await user.click(card.getByRole('button', { name: 'Accept' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('What is dismissed can’t become accepted.');
    expect(card.getByRole('button', { name: 'Accept' })).toBeEnabled();
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('stops saying what was done after a while, but not while somebody reaches for it', async () => {
    const { user } = open();
    await user.click((await findCard()).getByRole('button', { name: 'Accept' }));
    const undo = screen.getByRole('button', { name: 'Undo' });
    await user.hover(undo);
    await act(() => jest.advanceTimersByTimeAsync(30_000));
    expect(undo).toBeInTheDocument();
    await user.unhover(undo);
    await act(() => jest.advanceTimersByTimeAsync(12_000));
    expect(undo).not.toBeInTheDocument();
  });

  it('is not a viewer’s to decide', async () => {
    api.answer('/api/auth/refresh', buildSignIn({ user: buildUser({ role: 'viewer' }) }));
    open();
    const card = await findCard();
    expect(card.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Look now' })).not.toBeInTheDocument();
  });

  it('says when its gain will be measured, and later what it was, which stands', async () => {
    const accepted = buildRecommendation({ status: 'accepted', receipt_due: '2026-03-25' });
    const done = buildRecommendation({ id: 12, title: 'Done before', status: 'completed', receipt });
    api.answer(LIST, buildRecommendations({ data: [accepted, done] }));
    open();
    expect((await findCard()).getByText(/measured on .*Mar 25, 2026/)).toBeInTheDocument();
    const card = await findCard(/Done before/);
    expect(card.getByText('Receipt: Worked')).toBeInTheDocument();
    expect(card.getByText(/1,800 page visits came/)).toBeInTheDocument();
    expect(card.queryByRole('button')).not.toBeInTheDocument();
  });

  it('shows what strangers named as text', async () => {
    api.answer(LIST, buildRecommendations({ data: [buildRecommendation({ title: '<img src=x onerror=alert(1)>' })] }));
    open();
    expect(await screen.findByText('<img src=x onerror=alert(1)>')).toBeInTheDocument();
    expect(document.querySelector('img')).toBeNull();
  });
});

describe('the list', () => {
  it('is narrowed by status and type', async () => {
    const { user } = open();
    await findCard();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'Dismissed');
    await user.selectOptions(screen.getByRole('combobox', { name: 'About' }), 'Wave of bots');
    await waitFor(() => {
      expect(queryOf()).toEqual({ site: 'harbour.example', status: 'dismissed', type: 'bot_surge' });
    });
  });

  it.each([
    ['nothing stood out', buildRecommendations().last_run, /up to Mon, Mar 9, 2026\. One thing stood out/],
    ['nobody looked yet', null, /haven’t been looked at yet/],
  ])('says why it is empty: %s', async (_what, last_run, words) => {
    api.answer(LIST, buildRecommendations({ data: [], last_run }));
    open();
    expect(await screen.findByRole('heading', { name: 'Nothing to decide' })).toBeInTheDocument();
    expect(screen.getByText(words)).toBeInTheDocument();
    expect(screen.getByText(/^Next look: soon after/)).toBeInTheDocument();
  });

  it('says that it can’t be read, and is read again', async () => {
    api.fail(LIST);
    const { user } = open();
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
    api.answer(LIST, buildRecommendations());
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await findCard();
  });

  it('is looked for at once where an admin asks', async () => {
    api.answer('/api/recommendations/run', { site: 'harbour.example', status: 'queued' });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Look now' }));
    expect(await screen.findByText(/It’s being looked at/)).toBeInTheDocument();
    expect(api.requestsTo('/api/recommendations/run').map(({ body }) => body)).toEqual([{ site: 'harbour.example' }]);
  });
});

describe('the history', () => {
  const decidedOn = (id: number, day: string, change: Partial<Recommendation> = {}) =>
    buildRecommendation({ id, title: `Card ${String(id)}`, decided_at: `${day}T09:00:00Z`, ...change });

  it('shows what was decided, the latest first, with what came of it', async () => {
    api.answer(
      LIST,
      buildRecommendations({
        data: [
          decidedOn(1, '2026-02-01', { status: 'completed', receipt }),
          decidedOn(2, '2026-03-01', { status: 'dismissed' }),
          decidedOn(3, '2026-03-05'),
          decidedOn(4, '2026-03-02', { status: 'accepted', receipt_due: '2026-03-16' }),
        ],
      }),
    );
    const { user, address } = open();
    await user.click(await screen.findByRole('tab', { name: 'History' }));
    const panel = within(await screen.findByRole('region', { name: 'What was decided' }));
    const titles = await panel.findAllByRole('heading', { level: 3 });
    expect(titles.map((title) => title.textContent)).toEqual(['Card 4', 'Card 2', 'Card 1']);
    expect(panel.getByText('Receipt: Worked')).toBeInTheDocument();
    expect(panel.getByText(/measured on .*Mar 16, 2026/)).toBeInTheDocument();
    expect(address()).toBe('/recommendations?list=history');
    expect(queryOf()).toEqual({ site: 'harbour.example', limit: '1000' });
    await user.click(screen.getByRole('tab', { name: 'Cards' }));
    expect(address()).toBe('/recommendations');
  });

  it('follows a decision that is undone there', async () => {
    const { user } = open();
    await user.click((await findCard()).getByRole('button', { name: 'Dismiss' }));
    api.answer(LIST, buildRecommendations({ data: [decidedOn(11, '2026-03-10', { status: 'dismissed' })] }));
    await user.click(screen.getByRole('tab', { name: 'History' }));
    expect(await screen.findByRole('heading', { name: 'Card 11' })).toBeInTheDocument();
    api.answer(LIST, buildRecommendations({ data: [decidedOn(11, '2026-03-10')] }));
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText(/^Nothing yet\. What is accepted/)).toBeInTheDocument();
  });

  it('says when nothing was decided yet', async () => {
    renderApp('/recommendations?list=history');
    expect(await screen.findByText(/^Nothing yet\. What is accepted/)).toBeInTheDocument();
  });
});

describe('the track record', () => {
  it('counts what came of each type', async () => {
    api.answer('/api/recommendations/track-record', {
      data: [{ type: 'page_trend', accepted: 5, waiting: 1, worked: 2, no_visible_effect: 1, cant_tell: 1 }],
    });
    open();
    const row = await screen.findByRole('row', { name: /^Page rising or falling/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['5', '2', '1', '1', '1']);
  });

  it('says when there will be one', async () => {
    open();
    expect(await screen.findByText(/Two weeks after a recommendation is accepted/)).toBeInTheDocument();
  });
});
