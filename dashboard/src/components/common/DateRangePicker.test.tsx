import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { buildFigures, buildTimeseries } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const isOpen = () => screen.queryByRole('group', { name: 'Compare with' }) !== null;
const lastQuestion = () => api.requestsTo('/api/metrics/daily').at(-1)?.query;

async function openPicker(address = '/') {
  const app = renderApp(address);
  const button = await screen.findByRole('button', { name: /^Period/ });
  await app.user.click(button);
  return { ...app, button };
}

beforeEach(() => {
  api = startApi();
  // Panels are slow to search through, and not what this is about.
  api.hold('/api/metrics/breakdown');
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the period', () => {
  it('is changed by one click, in the address and in the question', async () => {
    const { user, address } = await openPicker();
    await user.click(screen.getByRole('radio', { name: 'Last 7 days' }));
    expect(address()).toBe('/?range=7d');
    await waitFor(() => {
      expect(lastQuestion()?.get('start_date')).toBe('2026-03-04');
    });
  });

  it('is read from the address', async () => {
    const { button } = await openPicker('/?range=custom&start=2015-05-17&end=2015-05-20&compare=previous_year');
    expect(button).toHaveAccessibleName(/Period: May 17\s–\s20, 2015 vs a year before/);
    expect(lastQuestion()?.get('compare')).toBe('previous_year');
  });

  it('may be any days of the past', async () => {
    const { user, address } = await openPicker();
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2015-05-17' } });
    fireEvent.change(screen.getByLabelText('To'), { target: { value: '2015-05-20' } });
    await user.click(screen.getByRole('button', { name: 'Show these days' }));
    expect(address()).toBe('/?range=custom&start=2015-05-17&end=2015-05-20');
    expect(isOpen()).toBe(false);
    expect(screen.getByRole('button', { name: /^Period/ })).toHaveFocus();
  });

  it('is refused where it ends before it begins', async () => {
    const { user, address } = await openPicker();
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-03-05' } });
    fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-03-01' } });
    await user.click(screen.getByRole('button', { name: 'Show these days' }));
    expect(screen.getByRole('alert')).toHaveTextContent('must not be after');
    expect(address()).toBe('/');
  });

  it('is compared with nothing where the reader says so', async () => {
    const { user } = await openPicker();
    await user.click(screen.getByRole('radio', { name: 'No comparison' }));
    await waitFor(() => {
      expect(lastQuestion()?.has('compare')).toBe(false);
    });
  });
});

describe('every period', () => {
  it.each([
    ['Today', '2026-03-10', '2026-03-10'],
    ['Yesterday', '2026-03-09', '2026-03-09'],
    ['This month', '2026-03-01', '2026-03-10'],
    ['Last month', '2026-02-01', '2026-02-28'],
    ['Year to date', '2026-01-01', '2026-03-10'],
    ['Last 12 months', '2025-03-11', '2026-03-10'],
  ])('%s is asked for from %s to %s', async (name, startDate, endDate) => {
    const { user } = await openPicker();
    await user.click(screen.getByRole('radio', { name }));
    await waitFor(() => {
      expect([lastQuestion()?.get('start_date'), lastQuestion()?.get('end_date')]).toEqual([startDate, endDate]);
    });
    expect(screen.getByRole('button', { name: /^Period/ })).toHaveAccessibleName(`Period: ${name} vs previous period`);
  });

  it('of all time begins with the first month that has a page view, and has nothing to be compared with', async () => {
    api.answer(
      '/api/metrics/timeseries',
      buildTimeseries([], {
        interval: 'month',
        data: [
          { ...buildFigures({ page_views: 0 }), start: '2016-03-03' },
          { ...buildFigures(), start: '2024-05-01' },
        ],
      }),
    );
    const { user, address, button } = await openPicker('/?country=DE');
    await user.click(screen.getByRole('radio', { name: 'All time' }));
    await waitFor(() => {
      expect(lastQuestion()?.get('start_date')).toBe('2024-05-01');
    });
    expect(lastQuestion()?.has('compare')).toBe(false);
    // Asked once, when its beginning was known.
    expect(api.requestsTo('/api/metrics/daily').map(({ query }) => query.get('start_date'))).toEqual([
      '2026-02-11',
      '2024-05-01',
    ]);
    expect(button).toHaveAccessibleName('Period: All time');
    expect(address()).toBe('/?country=DE&range=all');
    const look = api
      .requestsTo('/api/metrics/timeseries')
      .find(({ query }) => query.get('start_date') === '2016-03-03');
    expect([look?.query.get('interval'), look?.query.has('country')]).toEqual(['month', false]);
  });

  it('may be compared with the same weekdays a year before', async () => {
    const { user, address } = await openPicker();
    await user.click(screen.getByRole('radio', { name: 'Same weekdays a year before' }));
    expect(address()).toBe('/?compare=previous_year_weekdays');
    await waitFor(() => {
      expect(lastQuestion()?.get('compare')).toBe('previous_year_weekdays');
    });
  });
});

describe('the arrows', () => {
  it('step by the period’s own length, to today and no further', async () => {
    const { user, address } = renderApp('/?range=7d');
    const next = await screen.findByRole('button', { name: 'Next period' });
    expect(next).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Previous period' }));
    expect(address()).toBe('/?range=custom&start=2026-02-25&end=2026-03-03');
    await user.click(next);
    expect(address()).toBe('/?range=7d');
    expect(next).toBeDisabled();
  });

  it('step by whole months', async () => {
    const { user, address } = renderApp('/?range=month');
    await user.click(await screen.findByRole('button', { name: 'Previous period' }));
    expect(address()).toBe('/?range=last_month');
    await user.click(screen.getByRole('button', { name: 'Previous period' }));
    expect(address()).toBe('/?range=custom&start=2026-01-01&end=2026-01-31');
  });

  it('have nowhere to go from all time', async () => {
    renderApp('/?range=all');
    expect(await screen.findByRole('button', { name: 'Previous period' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Next period' })).toBeDisabled();
  });
});

describe('the panel', () => {
  it('closes on Escape and gives the focus back', async () => {
    const { user, button } = await openPicker();
    await user.keyboard('{Escape}');
    expect(isOpen()).toBe(false);
    expect(button).toHaveFocus();
    expect(button).toHaveAttribute('aria-expanded', 'false');
  });

  it('closes on a click elsewhere, not on one inside', async () => {
    const { user } = await openPicker();
    await user.click(screen.getByText('Compare with'));
    expect(isOpen()).toBe(true);
    await user.click(screen.getByRole('main'));
    expect(isOpen()).toBe(false);
  });
});
