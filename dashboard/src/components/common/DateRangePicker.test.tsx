import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const lastQuestion = () => api.requestsTo('/api/metrics/daily').at(-1)?.query;

async function openPicker(address = '/') {
  const app = renderApp(address);
  const button = await screen.findByRole('button', { name: /^Period/ });
  await app.user.click(button);
  return { ...app, button };
}

beforeEach(() => {
  api = startApi();
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
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
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

describe('the panel', () => {
  it('closes on Escape and gives the focus back', async () => {
    const { user, button } = await openPicker();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
    expect(button).toHaveFocus();
    expect(button).toHaveAttribute('aria-expanded', 'false');
  });

  it('closes on a click elsewhere, not on one inside', async () => {
    const { user } = await openPicker();
    await user.click(screen.getByText('Compare with'));
    expect(screen.getAllByRole('radio')).toHaveLength(8);
    await user.click(screen.getByRole('main'));
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});
