import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import { buildRecommendations, buildSite } from '../../testing/factories.js';
import type { FakeApi } from '../../testing/fake-api.js';
import { renderApp, startApi } from '../../testing/render-app.js';

let api: FakeApi;

beforeEach(() => {
  localStorage.clear();
  api = startApi()
    .answer('/api/recommendations', buildRecommendations())
    .answer('/api/recommendations/track-record', { data: [] })
    .answer('/api/auth/totp', { enabled_at: null, recovery_codes_left: 0 });
});

afterEach(() => {
  jest.useRealTimers();
  document.querySelectorAll('[data-test-control]').forEach((control) => {
    control.remove();
  });
});

async function open(address = '/') {
  const app = renderApp(address);
  await screen.findByRole('button', { name: /^Account of/ });
  return app;
}

/** @param at milliseconds of the keyboard's clock */
function pressAt(key: string, at: number): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true });
  Object.defineProperty(event, 'timeStamp', { value: at });
  act(() => {
    document.body.dispatchEvent(event);
  });
}

describe('keyboard shortcuts', () => {
  it.each([
    ['gl', '/?range=7d', '/live?range=7d'],
    ['gw', '/?range=7d', '/recommendations?range=7d'],
    ['gf', '/live?range=7d', '/predictions?range=7d'],
    ['go', '/live?range=7d', '/?range=7d'],
    ['gs', '/live', '/settings/account'],
  ])('%s leads from %s to %s', async (keys, from, to) => {
    const { user, address } = await open(from);
    await user.keyboard(keys);
    await waitFor(() => {
      expect(address()).toBe(to);
    });
  });

  it('forget the first key after a while', async () => {
    const { address } = await open('/');
    pressAt('g', 1_000);
    pressAt('l', 2_500);
    expect(address()).toBe('/');
  });

  it('keep the first key while the page is drawn anew', async () => {
    const { user, address } = await open('/');
    await user.keyboard('g');
    await user.click(screen.getByRole('link', { name: 'Live' }));
    await user.keyboard('w');
    await waitFor(() => {
      expect(address()).toBe('/recommendations');
    });
  });

  it('change the colours, and reach the choice of site', async () => {
    api.answer('/api/sites', { data: [buildSite(), buildSite({ id: 2, domain: 'pier.example', name: 'Pier' })] });
    const { user } = await open('/live');
    await user.keyboard('t');
    expect(screen.getByRole('button', { name: 'Colours: light' })).toBeInTheDocument();
    await user.keyboard('/');
    expect(screen.getByRole('combobox', { name: 'Site' })).toHaveFocus();
  });

  it.each([
    ['[[', 'previous-period'],
    [']', 'next-period'],
  ])('%s presses the control for it, where there is one', async (key, name) => {
    const { user } = await open('/live');
    await user.keyboard(key);
    const control = document.createElement('button');
    control.dataset.shortcut = name;
    control.dataset.testControl = '';
    const press = jest.fn();
    control.addEventListener('click', press);
    document.body.append(control);
    await user.keyboard(key);
    expect(press).toHaveBeenCalledTimes(1);
  });

  it('rest where somebody types or holds a modifier', async () => {
    const { user, address } = await open('/settings/account');
    await user.type(await screen.findByLabelText('Name'), 'gl?');
    expect(screen.getByLabelText('Name')).toHaveValue('gl?');
    await user.click(screen.getByRole('heading', { name: 'Settings' }));
    await user.keyboard('{Control>}g{/Control}l');
    expect(address()).toBe('/settings/account');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('the sheet of shortcuts', () => {
  it('opens with ?, tells them all, rests them meanwhile, and gives the focus back', async () => {
    const { user, address } = await open();
    const link = screen.getByRole('link', { name: 'Live' });
    act(() => {
      link.focus();
    });
    await user.keyboard('?');
    const sheet = within(screen.getByRole('dialog', { name: 'Keyboard shortcuts' }));
    expect(sheet.getByText('Go to the forecast')).toBeInTheDocument();
    await user.keyboard('gl');
    expect(address()).toBe('/');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(link).toHaveFocus();
  });

  it('opens with its button, and closes with its own', async () => {
    const { user } = await open();
    const button = screen.getByRole('button', { name: 'Keyboard shortcuts' });
    await user.click(button);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(button).toHaveFocus();
  });

  it('closes where the page beside it is clicked', async () => {
    const { user } = await open();
    await user.keyboard('?');
    await user.click(screen.getByText('Go to the forecast'));
    await user.pointer({
      keys: '[MouseLeft]',
      target: screen.getByRole('dialog'),
      coords: { clientX: -1, clientY: 0 },
    });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('switches them off, also for the next time', async () => {
    const { user, address } = await open();
    await user.keyboard('?');
    await user.click(screen.getByRole('checkbox', { name: 'Keyboard shortcuts are on' }));
    await user.keyboard('{Escape}');
    await user.keyboard('gl?');
    expect(address()).toBe('/');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(localStorage.getItem('tidemark.shortcuts')).toBe('off');
  });
});

describe('the way to the content', () => {
  it('is the first stop of Tab', async () => {
    api.answer('/api/sites', { data: [buildSite()] });
    const { user } = await open();
    await user.tab();
    const link = screen.getByRole('link', { name: 'Skip to the content' });
    expect(link).toHaveFocus();
    expect(link).toHaveAttribute('href', '#main');
    expect(document.getElementById('main')).toBe(screen.getByRole('main'));
  });
});
