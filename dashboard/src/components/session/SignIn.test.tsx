import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import { speak } from '../../locales/i18n.js';
import { buildSignIn, buildUser } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { loadLanguages } from '../../testing/load-languages.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const login = '/api/auth/login';
const problem = (code: string, status: number, title: string, detail = '') => ({
  type: `urn:tidemark:problem:${code}`,
  status,
  title,
  detail,
});
const unauthenticated = problem('unauthenticated', 401, 'Not signed in');
const settle = () => act(() => jest.advanceTimersByTimeAsync(0));
const email = () => screen.findByRole('textbox', { name: 'E-mail' });
const password = () => screen.getByLabelText('Password');
const submit = () => screen.getByRole('button', { name: 'Sign in' });

async function fillIn({ user }: ReturnType<typeof renderApp>) {
  await user.type(await email(), 'owner@harbour.example');
  await user.type(password(), 'correct horse battery 9{Enter}');
}

beforeEach(() => {
  api = startApi();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('who has a sign-in already', () => {
  it('is let in by the cookie, and every call brings the token', async () => {
    renderApp();
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    expect(api.requestsTo('/api/auth/refresh')).toMatchObject([{ method: 'POST', body: {} }]);
    const calls = api.requests.filter(({ path }) => path.startsWith('/api') && path !== '/api/auth/refresh');
    expect(new Set(calls.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer token-1']));
  });

  it('sees that it is being looked for', async () => {
    api.hold('/api/auth/refresh');
    renderApp();
    expect(await screen.findByText('Looking for your sign-in')).toBeInTheDocument();
  });

  it('signs in again once it has ended, and is back at the same view', async () => {
    const app = renderApp('/live?range=7d');
    await screen.findByRole('heading', { name: 'Right now' });
    api.fail('/api/metrics/realtime', unauthenticated).fail('/api/auth/refresh', unauthenticated);
    await act(() => jest.advanceTimersByTimeAsync(30_000));
    expect(await screen.findByText(/Your sign-in has ended/)).toBeInTheDocument();
    expect(app.address()).toBe('/live?range=7d');
    startApi().answer(login, buildSignIn());
    await fillIn(app);
    expect(await screen.findByRole('heading', { name: 'Right now' })).toBeInTheDocument();
  });

  it('stays where the API is away for a while', async () => {
    renderApp('/live');
    await screen.findByRole('heading', { name: 'Right now' });
    api.fail('/api/metrics/realtime', unauthenticated).fail('/api/auth/refresh', { status: 503 });
    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(screen.getByRole('heading', { name: 'Right now' })).toBeInTheDocument();
  });
});

describe('the sign-in page', () => {
  beforeEach(() => {
    api.fail('/api/auth/refresh', unauthenticated);
  });

  it('can be filled in by a password manager, and begins at the address', async () => {
    renderApp();
    expect(await email()).toHaveFocus();
    expect(await email()).toHaveAttribute('autocomplete', 'username');
    expect(password()).toHaveAttribute('autocomplete', 'current-password');
    expect(document.title).toBe('Sign in · Tidemark');
    expect(screen.getByText(/was printed once, in the terminal/)).toBeInTheDocument();
  });

  it('lets in to the view that was asked for', async () => {
    api.answer(login, buildSignIn());
    const app = renderApp('/?range=7d');
    await fillIn(app);
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    expect(app.address()).toBe('/?range=7d');
    expect(api.requestsTo(login)).toMatchObject([
      { body: { email: 'owner@harbour.example', password: 'correct horse battery 9' } },
    ]);
  });

  it('says what is wrong, and goes back to the password', async () => {
    api.fail(login, problem('invalid_credentials', 401, 'Wrong e-mail or password', 'One of the two is wrong.'));
    await fillIn(renderApp());
    expect(await screen.findByRole('alert')).toHaveTextContent('Wrong e-mail or password. Check both, then try again.');
    expect(password()).toHaveFocus();
    expect(api.requestsTo('/api/auth/refresh')).toHaveLength(1);
  });

  it('asks for the code where there is a second factor', async () => {
    api.fail(login, problem('code_required', 401, 'Second factor required'));
    const app = renderApp();
    await fillIn(app);
    const code = await screen.findByRole('textbox', { name: 'Code' });
    expect(code).toHaveFocus();
    expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    api.answer(login, buildSignIn());
    await app.user.type(code, ' 123456 {Enter}');
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    expect(api.requestsTo(login).at(-1)?.body).toMatchObject({ code: '123456' });
  });

  it('waits as long as it is told to', async () => {
    const detail = 'Too many failed sign-ins. Try again in 15 seconds.';
    api.fail(login, problem('too_many_requests', 429, 'Too many requests', detail), { 'retry-after': '15' });
    await fillIn(renderApp());
    expect(await screen.findByRole('alert')).toHaveTextContent('Too many requests. Try again in 15 seconds.');
    expect(screen.getByRole('button', { name: 'Sign in again in 15 s' })).toBeDisabled();
    await act(() => jest.advanceTimersByTimeAsync(14_000));
    expect(screen.getByRole('button', { name: 'Sign in again in 1 s' })).toBeDisabled();
    await act(() => jest.advanceTimersByTimeAsync(1_000));
    expect(submit()).toBeEnabled();
  });

  it('says that the API is away', async () => {
    api.on(login, () => ({ status: 502, contentType: 'text/html' }));
    await fillIn(renderApp());
    expect(await screen.findByRole('alert')).toHaveTextContent('The API can’t be reached');
    expect(submit()).toBeEnabled();
  });

  it('gives way as soon as another tab has signed in', async () => {
    renderApp();
    await email();
    api.answer('/api/auth/refresh', buildSignIn());
    const otherTab = new BroadcastChannel('tidemark.session');
    otherTab.postMessage({ kind: 'signed_in', userId: 1 });
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
    otherTab.close();
  });

  describe('in another language', () => {
    beforeAll(loadLanguages);
    afterEach(async () => {
      localStorage.removeItem('tidemark.language');
      await speak('en');
    });

    it('is chosen on the page, and kept', async () => {
      const app = renderApp();
      await email();
      await app.user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'de');
      expect(await screen.findByRole('heading', { name: 'Anmelden' })).toBeInTheDocument();
      expect(document.title).toBe('Anmelden · Tidemark');
      expect(document.documentElement).toHaveAttribute('lang', 'de');
      expect(localStorage.getItem('tidemark.language')).toBe('de');
      api.fail(login, problem('too_many_requests', 429, 'Too many requests', 'Slow down.'), { 'retry-after': '15' });
      await app.user.type(await screen.findByRole('textbox', { name: 'E-Mail-Adresse' }), 'owner@harbour.example');
      await app.user.type(screen.getByLabelText('Passwort'), 'wrong{Enter}');
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'Zu viele Anfragen. In 15 Sekunden noch einmal versuchen.',
      );
      expect(screen.getByRole('button', { name: 'Erneut anmelden in 15 s' })).toBeDisabled();
    });
  });
});

describe('an API that is away', () => {
  it('is said, and asked again', async () => {
    api.on('/api/auth/refresh', () => ({ status: 502, contentType: 'text/html' }));
    const { user } = renderApp();
    expect(await screen.findByRole('alert')).toHaveTextContent('The API can’t be reached');
    api.answer('/api/auth/refresh', buildSignIn());
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
  });
});

describe('signing out', () => {
  const openMenu = async ({ user }: ReturnType<typeof renderApp>) => {
    await user.click(await screen.findByRole('button', { name: 'Account of owner@harbour.example' }));
  };

  it.each([
    ['Sign out', false],
    ['Sign out everywhere', true],
  ])('by %s leads to the door', async (name, everywhere) => {
    api.on('/api/auth/logout', () => ({ status: 204 }));
    const app = renderApp();
    await openMenu(app);
    await app.user.click(screen.getByRole('button', { name }));
    expect(await screen.findByText('You’re signed out.')).toBeInTheDocument();
    expect(api.requestsTo('/api/auth/logout')).toMatchObject([
      { method: 'POST', authorization: 'Bearer token-1', body: { everywhere } },
    ]);
  });

  it('says so where it fails, and one stays signed in', async () => {
    api.fail('/api/auth/logout', { title: 'Temporarily unavailable' });
    const app = renderApp();
    await openMenu(app);
    await app.user.click(screen.getByRole('button', { name: 'Sign out' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
    expect(screen.getByRole('heading', { name: 'Harbour' })).toBeInTheDocument();
  });

  it('in another tab holds here, too', async () => {
    renderApp();
    await screen.findByRole('heading', { name: 'Harbour' });
    const otherTab = new BroadcastChannel('tidemark.session');
    otherTab.postMessage({ kind: 'signed_out' });
    expect(await screen.findByText('You’re signed out.')).toBeInTheDocument();
    otherTab.close();
  });

  it('another user’s sign-in in another tab takes over here', async () => {
    renderApp();
    await screen.findByRole('heading', { name: 'Harbour' });
    api.answer('/api/auth/refresh', buildSignIn({ access_token: 'token-2', user: buildUser({ id: 2, email: 'b@x' }) }));
    const otherTab = new BroadcastChannel('tidemark.session');
    otherTab.postMessage({ kind: 'signed_in', userId: 2 });
    expect(await screen.findByRole('button', { name: 'Account of b@x' })).toBeInTheDocument();
    await settle();
    expect(api.requestsTo('/api/sites').at(-1)?.authorization).toBe('Bearer token-2');
    otherTab.close();
  });
});

describe('a viewer', () => {
  beforeEach(() => {
    api.answer('/api/auth/refresh', buildSignIn({ user: buildUser({ role: 'viewer', name: 'Vera' }) }));
  });

  it('is told whom to ask where no site is open to her', async () => {
    api.answer('/api/sites', { data: [] });
    renderApp();
    expect(await screen.findByRole('heading', { name: 'No site is open to you yet' })).toBeInTheDocument();
  });

  it('sees who she is', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: /^Account of/ }));
    const menu = screen.getByText('Vera').parentElement;
    if (menu === null) throw new Error('no menu');
    expect(within(menu).getByText('Viewer')).toBeInTheDocument();
  });
});
