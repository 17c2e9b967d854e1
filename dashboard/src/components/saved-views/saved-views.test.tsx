import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { buildSavedView } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;
const path = '/api/sites/1/views';
const phones = buildSavedView({ id: 3, name: 'Phones', query: 'range=7d&device_type=mobile' });

async function openMenu(address = '/') {
  const app = renderApp(address);
  const opener = await screen.findByRole('button', { name: 'Saved views' });
  await app.user.click(opener);
  return { ...app, opener };
}

beforeEach(() => {
  api = startApi().answer(path, { data: [phones] });
  // Panels are slow to search through, and not what this is about.
  api.hold('/api/metrics/breakdown');
});

afterEach(() => {
  jest.useRealTimers();
});

describe('saved views', () => {
  it('open what was kept, of the site that is on show', async () => {
    const { user, address, opener } = await openMenu('/?site=harbour.example&metric=sessions&country=DE');
    await user.click(await screen.findByRole('button', { name: 'Phones' }));
    expect(address()).toBe('/?site=harbour.example&range=7d&device_type=mobile');
    await user.click(opener);
    expect(await screen.findByRole('button', { name: 'Phones' })).toHaveAttribute('aria-current', 'true');
  });

  it('keep the present view under a name', async () => {
    api.answer(path, { data: [] });
    const { user } = await openMenu('/?site=harbour.example&range=90d&country=DE');
    expect(await screen.findByText(/^None yet/)).toBeInTheDocument();
    api.answer(`POST ${path}`, phones);
    await user.type(screen.getByLabelText('Name for the present view'), ' Germany ');
    api.answer(`GET ${path}`, { data: [buildSavedView({ name: 'Germany' })] });
    await user.click(screen.getByRole('button', { name: 'Save this view' }));
    expect(api.requestsTo(path).find(({ method }) => method === 'POST')?.body).toEqual({
      name: 'Germany',
      query: 'range=90d&country=DE',
    });
    expect(await screen.findByRole('button', { name: 'Germany' })).toBeInTheDocument();
    expect(screen.getByLabelText('Name for the present view')).toHaveValue('');
  });

  it('say why a name is refused', async () => {
    api.fail(`POST ${path}`, { status: 409, title: 'Conflict', detail: 'There is a view of this name.' });
    const { user } = await openMenu();
    await user.type(await screen.findByLabelText('Name for the present view'), 'Phones{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('There is a view of this name.');
    expect(screen.getByLabelText('Name for the present view')).toHaveValue('Phones');
  });

  it('are renamed', async () => {
    api.answer(`PATCH ${path}/3`, phones);
    const { user } = await openMenu();
    await user.click(await screen.findByRole('button', { name: 'Edit the view Phones' }));
    const name = screen.getByLabelText('New name');
    await user.clear(name);
    await user.type(name, 'Small screens');
    api.answer(path, { data: [{ ...phones, name: 'Small screens' }] });
    await user.click(screen.getByRole('button', { name: 'Rename' }));
    expect(api.requestsTo(`${path}/3`)[0]?.body).toEqual({ name: 'Small screens' });
    expect(await screen.findByRole('button', { name: 'Small screens' })).toBeInTheDocument();
    expect(screen.queryByLabelText('New name')).not.toBeInTheDocument();
  });

  it('are removed after a second yes', async () => {
    api.on(`DELETE ${path}/3`, () => ({ status: 204 }));
    const { user } = await openMenu();
    await user.click(await screen.findByRole('button', { name: 'Edit the view Phones' }));
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect(api.requestsTo(`${path}/3`)).toEqual([]);
    api.answer(path, { data: [] });
    await user.click(
      within(screen.getByRole('group', { name: /Phones/ })).getByRole('button', { name: 'Yes, remove it' }),
    );
    expect(await screen.findByText(/^None yet/)).toBeInTheDocument();
    expect(api.requestsTo(`${path}/3`)).toMatchObject([{ method: 'DELETE' }]);
  });

  it('that can’t be read say so, and are read again', async () => {
    api.fail(path, { title: 'Temporarily unavailable' });
    const { user } = await openMenu();
    expect(await screen.findByRole('alert')).toHaveTextContent('Temporarily unavailable');
    api.answer(path, { data: [phones] });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('button', { name: 'Phones' })).toBeInTheDocument();
  });

  it('are neither offered nor asked for where nobody is signed in', async () => {
    api.answer('/api/shares/open', {
      access_token: 'share-1',
      token_type: 'Bearer',
      expires_in: 3600,
      name: null,
      site: { id: 1, domain: 'harbour.example', name: 'Harbour', timezone: 'UTC' },
    });
    renderApp('/share/abc?country=DE');
    expect(await screen.findByRole('rowheader', { name: '/tides' })).toBeInTheDocument();
    expect(screen.getByRole('list', { name: 'Filters' })).toHaveTextContent('Country is Germany');
    expect(screen.queryByRole('button', { name: 'Saved views' })).not.toBeInTheDocument();
    expect(api.requests.filter((request) => request.path.startsWith('/api/sites'))).toEqual([]);
  });
});
