import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { buildSite } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;

beforeEach(() => {
  api = startApi();
  localStorage.clear();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the frame', () => {
  it('waits for the sites before it draws anything', async () => {
    api.hold('/api/sites');
    renderApp();
    expect(await screen.findByText('Loading your sites')).toBeInTheDocument();
    expect(api.requests.map(({ path }) => path)).toEqual(['/api/auth/refresh', '/api/sites']);
  });

  it('says that the API is out of reach, and tries again when asked', async () => {
    api.on('/api/sites', () => {
      throw new TypeError('connection refused');
    });
    const { user } = renderApp();
    expect(await screen.findByRole('alert')).toHaveTextContent('The API can’t be reached');
    api.answer('/api/sites', { data: [buildSite()] });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
  });

  it('leads an admin to the first site where there is none yet', async () => {
    api.answer('/api/sites', { data: [] });
    const first = buildSite({ id: 9, domain: 'lighthouse.example', name: 'lighthouse.example' });
    api.on('POST /api/sites', () => ({ status: 201, body: first })).answer('/api/sites/9', first);
    const { user, address } = renderApp();
    expect(await screen.findByRole('heading', { name: 'Add your first site' })).toBeInTheDocument();
    await user.type(screen.getByLabelText('Domain'), 'https://lighthouse.example/start');
    await user.click(screen.getByRole('button', { name: 'Add the site' }));
    expect(await screen.findByRole('heading', { name: 'lighthouse.example' })).toBeInTheDocument();
    expect(address()).toBe('/settings/sites/9');
    expect(api.requestsTo('/api/sites').find(({ method }) => method === 'POST')?.body).toEqual({
      domain: 'lighthouse.example',
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  });

  it('never shows one site’s figures under the address of another', async () => {
    const { user } = renderApp('/?site=gone.example');
    expect(await screen.findByRole('heading', { name: 'No site called gone.example' })).toBeInTheDocument();
    expect(api.requestsTo('/api/metrics/daily')).toEqual([]);
    await user.click(screen.getByRole('link', { name: 'Show my sites' }));
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
  });

  it('names the site in the address where there are several: who it’s sent to may have another first one', async () => {
    api.answer('/api/sites', { data: [buildSite(), buildSite({ id: 2, domain: 'pier.example', name: 'Pier' })] });
    const { address } = renderApp('/?range=7d');
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    expect(address()).toBe('/?range=7d&site=harbour.example');
  });

  it('switches the site, in the address and in every question', async () => {
    api.answer('/api/sites', { data: [buildSite(), buildSite({ id: 2, domain: 'pier.example', name: 'Pier' })] });
    const { user, address } = renderApp('/?range=7d');
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Site' }), 'pier.example');
    expect(await screen.findByRole('heading', { name: 'Pier' })).toBeInTheDocument();
    expect(address()).toBe('/?range=7d&site=pier.example');
    expect(api.requestsTo('/api/metrics/pages').at(-1)?.query.get('site')).toBe('pier.example');
    expect(document.title).toBe('pier.example · Tidemark');
  });

  it('keeps a fault of one view out of the next', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    api.answer('/api/recommendations', { data: null });
    const { user } = renderApp('/recommendations');
    expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong');
    await user.click(screen.getByRole('link', { name: 'Live' }));
    expect(await screen.findByRole('heading', { name: 'Right now' })).toBeInTheDocument();
    jest.restoreAllMocks();
  });

  it('carries the view from page to page', async () => {
    const { user, address } = renderApp('/?range=7d&compare=none');
    await screen.findByRole('heading', { name: 'Harbour' });
    await user.click(screen.getByRole('link', { name: 'Live' }));
    expect(await screen.findByRole('heading', { name: 'Right now' })).toBeInTheDocument();
    expect(address()).toBe('/live?range=7d&compare=none');
    expect(document.title).toBe('Live · harbour.example · Tidemark');
  });

  it('says so at an address that leads nowhere', async () => {
    renderApp('/nowhere');
    expect(await screen.findByRole('heading', { name: 'Nothing at this address' })).toBeInTheDocument();
  });
});

describe('the colours', () => {
  const theme = () => document.documentElement.dataset.theme;

  it('follow the system until the reader chooses, and keep the choice', async () => {
    const { user } = renderApp();
    expect(theme()).toBe('light');
    await user.click(await screen.findByRole('button', { name: 'Colours: as the system' }));
    await user.click(screen.getByRole('button', { name: 'Colours: light' }));
    expect(theme()).toBe('dark');
    expect(localStorage.getItem('tidemark.theme')).toBe('dark');
    await user.click(screen.getByRole('button', { name: 'Colours: dark' }));
    expect(theme()).toBe('light');
  });

  it('are as they were left', async () => {
    localStorage.setItem('tidemark.theme', 'dark');
    renderApp();
    expect(await screen.findByRole('button', { name: 'Colours: dark' })).toBeInTheDocument();
    expect(theme()).toBe('dark');
  });
});
