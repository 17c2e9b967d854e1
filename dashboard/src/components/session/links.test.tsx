import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { speak } from '../../locales/i18n.js';
import { buildSignIn } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { loadLanguages } from '../../testing/load-languages.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const problem = (code: string, status: number, title: string) => ({
  type: `urn:tidemark:problem:${code}`,
  status,
  title,
});

beforeAll(loadLanguages);

beforeEach(() => {
  api = startApi();
});

afterEach(async () => {
  jest.useRealTimers();
  window.location.hash = '';
  localStorage.removeItem('tidemark.language');
  await speak('en');
});

describe('an invitation', () => {
  const pending = { email: 'ida@harbour.example', role: 'viewer', expires_at: '2026-03-20T08:00:00Z' };
  beforeEach(() => {
    window.location.hash = '#token=secret';
  });

  it('is accepted with a password, and leads in', async () => {
    api.answer('/api/auth/invite', pending).answer('/api/auth/invite/accept', buildSignIn());
    const { user } = renderApp('/invite');
    expect(await screen.findByLabelText('E-mail')).toHaveValue('ida@harbour.example');
    expect(window.location.hash).toBe('');
    await user.type(screen.getByLabelText('Name'), 'Ida');
    await user.type(screen.getByLabelText('Password'), 'spring tide 77{Enter}');
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    expect(api.requestsTo('/api/auth/invite/accept')).toMatchObject([
      { body: { token: 'secret', name: 'Ida', password: 'spring tide 77' }, authorization: null },
    ]);
  });

  it('is still there when the reader changes the language', async () => {
    api.answer('/api/auth/invite', pending).answer('/api/auth/invite/accept', buildSignIn());
    const { user } = renderApp('/invite');
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Language' }), 'de');
    expect(await screen.findByText(/^Sie sind als Betrachter eingeladen/)).toBeInTheDocument();
    const asked = api.requestsTo('/api/auth/invite').map(({ body }) => JSON.stringify(body));
    expect(new Set(asked)).toEqual(new Set(['{"token":"secret"}']));
  });

  it('says at the field that a password is weak', async () => {
    const errors = [{ path: 'password', message: 'is easily guessed' }];
    api.answer('/api/auth/invite', pending);
    api.fail('/api/auth/invite/accept', { ...problem('validation_failed', 400, 'Validation failed'), errors });
    const { user } = renderApp('/invite');
    await user.type(await screen.findByLabelText('Password'), 'password{Enter}');
    expect(await screen.findByText('is easily guessed')).toBeInTheDocument();
  });

  it('that is used up says so', async () => {
    api.fail('/api/auth/invite', problem('not_found', 404, 'Not found'));
    renderApp('/invite');
    expect(await screen.findByRole('alert')).toHaveTextContent('Not found');
    expect(screen.getByText(/Ask an admin for a new link/)).toBeInTheDocument();
  });
});

describe('a share', () => {
  const opened = {
    access_token: 'share-1',
    token_type: 'Bearer',
    expires_in: 3600,
    name: null,
    site: { id: 1, domain: 'harbour.example', name: 'Harbour', timezone: 'UTC' },
  };
  const open = '/api/shares/open';

  it('shows the overview by its own token, and no way to change anything', async () => {
    api.answer(open, opened);
    renderApp('/share?range=7d#token=abc');
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    expect(await screen.findByRole('rowheader', { name: '/tides' })).toBeInTheDocument();
    expect(api.requestsTo(open)).toMatchObject([{ body: { token: 'abc' }, authorization: null }]);
    expect(api.requestsTo('/api/metrics/daily')[0]?.authorization).toBe('Bearer share-1');
    expect(api.requestsTo('/api/auth/refresh')).toEqual([]);
    expect(api.requestsTo('/api/sites')).toEqual([]);
    expect(screen.queryByRole('button', { name: /^Account/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });

  it('keeps its token in the address while the reader chooses', async () => {
    api.answer(open, opened);
    const { user, address } = renderApp('/share#token=abc');
    await user.click(await screen.findByRole('button', { name: '/tides' }));
    expect(await screen.findByRole('list', { name: 'Filters' })).toBeInTheDocument();
    expect(address()).toBe('/share?page=harbour.example%2Ftides#token=abc');
    expect(api.requestsTo(open)).toHaveLength(1);
  });

  it('asks for its password', async () => {
    api.fail(open, problem('password_required', 401, 'Password required'));
    const { user } = renderApp('/share#token=abc');
    const password = await screen.findByLabelText('Password');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    api.fail(open, problem('invalid_credentials', 401, 'Wrong e-mail or password'));
    await user.type(password, 'guess{Enter}');
    expect(await screen.findByText('Wrong password.')).toBeInTheDocument();
    api.answer(open, opened);
    await user.clear(password);
    await user.type(password, 'low water 5{Enter}');
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    expect(api.requestsTo(open).at(-1)?.body).toEqual({ token: 'abc', password: 'low water 5' });
  });

  it('that is gone says so, and can be tried again', async () => {
    api.fail(open, problem('not_found', 404, 'Not found'));
    const { user } = renderApp('/share/abc');
    expect(await screen.findByRole('alert')).toHaveTextContent('Not found');
    api.answer(open, opened);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
  });
});
