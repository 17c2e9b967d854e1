import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { buildSignIn, buildSite, buildUser } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const demo = buildSite({ id: 7, domain: 'demo.example', name: 'Demo harbour', is_demo: true });
const own = buildSite({ id: 8 });
const deletions = () => api.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);

beforeEach(() => {
  api = startApi().answer('/api/sites', { data: [demo, own] });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the demo site', () => {
  it('is labelled as made up', async () => {
    renderApp('/?site=demo.example');
    expect(await screen.findByText('This is made-up demo traffic.')).toBeInTheDocument();
  });

  it('is removed after a second yes, and the next site takes its place', async () => {
    const { user, address } = renderApp('/?site=demo.example&range=7d');
    api.on('/api/sites/7', () => {
      api.answer('/api/sites', { data: [own] });
      return { status: 204 };
    });
    await user.click(await screen.findByRole('button', { name: 'Remove demo' }));
    expect(deletions()).toEqual([]);
    expect(screen.getByRole('button', { name: 'Keep it' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Yes, remove it' }));
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    await waitFor(() => {
      expect(screen.queryByRole('combobox', { name: 'Site' })).not.toBeInTheDocument();
    });
    expect(screen.queryByText(/made-up/)).not.toBeInTheDocument();
    expect(deletions()).toEqual(['/api/sites/7']);
    expect(address()).toBe('/?site=harbour.example&range=7d');
  });

  it('stays where the reader thinks better of it', async () => {
    const { user } = renderApp('/?site=demo.example');
    await user.click(await screen.findByRole('button', { name: 'Remove demo' }));
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(screen.getByRole('button', { name: 'Remove demo' })).toBeInTheDocument();
    expect(deletions()).toEqual([]);
  });

  it('stays where it can’t be removed, and says why', async () => {
    api.fail('/api/sites/7', { title: 'Temporarily unavailable', detail: 'Try later.', request_id: 'req-9' });
    const { user } = renderApp('/?site=demo.example');
    await user.click(await screen.findByRole('button', { name: 'Remove demo' }));
    await user.click(screen.getByRole('button', { name: 'Yes, remove it' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable: Try later. (request req-9)');
    expect(screen.getByRole('button', { name: 'Remove demo' })).toBeInTheDocument();
  });

  it('is not a viewer’s to remove', async () => {
    api.answer('/api/auth/refresh', buildSignIn({ user: buildUser({ role: 'viewer' }) }));
    renderApp('/?site=demo.example');
    expect(await screen.findByText('This is made-up demo traffic.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Remove demo' })).not.toBeInTheDocument();
  });

  it('has no banner on a site of one’s own', async () => {
    renderApp('/?site=harbour.example');
    await screen.findByRole('heading', { name: 'Harbour' });
    expect(screen.queryByText(/made-up/)).not.toBeInTheDocument();
  });
});
