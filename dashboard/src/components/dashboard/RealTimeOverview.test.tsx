import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import { buildRealtime } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { getDrawing } from '../../testing/fake-charts.js';
import { FakeStream } from '../../testing/fake-stream.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;

beforeEach(() => {
  api = startApi();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the live view', () => {
  it('shows who is here, the last minutes, and the leading pages, sources and countries', async () => {
    renderApp('/live');
    expect(within(await screen.findByRole('region', { name: 'Active visitors' })).getByText('3')).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Active visitors' })).toHaveTextContent(
      '9 page views in the last 30 minutes',
    );
    expect(await screen.findByRole('table', { name: 'Page views in the last 30 minutes' })).toHaveTextContent(
      '12:00 PM5',
    );
    expect(getDrawing('bar').data.datasets[0].data).toEqual([4, 5]);
    expect(screen.getByRole('rowheader', { name: '/tides' })).toBeInTheDocument();
    expect(screen.getByRole('rowheader', { name: 'Google' })).toBeInTheDocument();
    expect(screen.getByRole('rowheader', { name: 'Germany' })).toBeInTheDocument();
  });

  it('follows the stream', async () => {
    renderApp('/live');
    await screen.findByRole('region', { name: 'Active visitors' });
    await FakeStream.latest.open();
    expect(screen.getByText('Live', { selector: '[role=status]' })).toBeInTheDocument();
    await FakeStream.latest.send(buildRealtime({ active_visitors: 41 }));
    expect(within(screen.getByRole('region', { name: 'Active visitors' })).getByText('41')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /41 here now/ })).toBeInTheDocument();
  });

  it('says when it is stale and of what time its figures are, and is live again after it reconnected', async () => {
    renderApp('/live');
    await screen.findByRole('region', { name: 'Active visitors' });
    await FakeStream.latest.open();
    await FakeStream.latest.fail();
    expect(screen.getByText(/Connection lost, trying again… Figures of 12:00:30/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /connection lost/ })).toBeInTheDocument();
    await act(() => jest.advanceTimersByTimeAsync(1_000));
    expect(FakeStream.opened.length).toBeGreaterThan(1);
    await FakeStream.latest.open();
    expect(screen.queryByText(/Connection lost/)).not.toBeInTheDocument();
  });

  it('waits in the shape of the page', async () => {
    api.hold('/api/metrics/realtime');
    renderApp('/live');
    expect(await screen.findByText('Loading the live view')).toBeInTheDocument();
    expect(screen.getByText('Connecting…')).toBeInTheDocument();
  });

  it('says why nothing can be shown, and tries again when asked', async () => {
    api.fail('/api/metrics/realtime', { title: 'Temporarily unavailable' });
    const { user } = renderApp('/live');
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
    api.answer('/api/metrics/realtime', buildRealtime());
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('region', { name: 'Active visitors' })).toBeInTheDocument();
  });

  it('is calm where nothing happened', async () => {
    api.answer('/api/metrics/realtime', buildRealtime({ top_pages: [], sources: [], countries: [] }));
    renderApp('/live');
    expect(await screen.findAllByText('Calm: nothing in the last 30 minutes.')).toHaveLength(3);
  });

  it('has no period to choose', async () => {
    renderApp('/live');
    await screen.findByRole('region', { name: 'Active visitors' });
    expect(screen.queryByRole('button', { name: /^Period/ })).not.toBeInTheDocument();
  });
});
