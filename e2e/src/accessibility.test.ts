import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, findRecommendations, recommend } from '@tidemark/api';
import { startTestServer, type TestServer } from '@tidemark/api/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import {
  DASHBOARD_TOKEN,
  drawEveryPanel,
  openPage,
  signIn,
  startDashboard,
  type RunningDashboard,
} from './dashboard.js';
import { liveHistory } from './lived-history.js';

const ADMIN = { email: 'owner@harbour.example', password: 'correct horse battery 9' };
const HOST = 'harbour.example';
const today = new Date().toISOString().slice(0, 10);
const yesterday = addDays(today, -1);

/** Forecasts of the coming weeks, and of the past ones. $1: site. */
const INSERT_FORECASTS = `
  INSERT INTO predictions (site_id, metric_name, origin, revision, horizon, predicted_date, predicted_value, lower_80, upper_80,
    lower_90, upper_90, lower_95, upper_95, confidence_interval, model_version, model_kind, created_at)
  SELECT $1, metric, origin, 1, horizon, origin + horizon, 80, 70, 90, 65, 95, 60, 100, 15, 's1', 'blend', origin + interval '1 day 10 minutes'
  FROM unnest('{page_visits,page_views,sessions,unique_visitors}'::text[]) AS metric, generate_series(1, 28) AS horizon,
    generate_series(1, 40) AS back, LATERAL (SELECT current_date - back AS origin) AS day
  ORDER BY metric, origin, horizon`;

const views = [
  '/',
  '/?page=*tides*&country=DE&compare=none',
  '/live',
  '/predictions',
  '/recommendations',
  '/settings/account',
  '/settings/sites',
  '/settings/sites/1',
  '/settings/keys',
  '/settings/users',
  '/settings/shares',
  '/settings/import',
  '/settings/recommendations',
  '/settings/privacy',
  '/nowhere',
] as const;

let api: TestServer;
let dashboard: RunningDashboard;
let browser: Browser;

beforeAll(async () => {
  api = await startTestServer({ isSignInRequired: true, admin: ADMIN, config: { dashboardToken: DASHBOARD_TOKEN } });
  dashboard = await startDashboard(api.url);
  browser = await launchBrowser();
  const site = await api.sites.save({ domain: HOST, name: 'Harbour', timezone: 'UTC' });
  await api.events.append([...liveHistory({ siteId: site.id, host: HOST, lastDay: yesterday, days: 60 })]);
  await api.settle();
  await api.database.pool.query(INSERT_FORECASTS, [site.id]);
  const deps = { pool: api.database.pool, events: api.events, find: findRecommendations, now: () => new Date() };
  await recommend(deps, site);
}, 120_000);

afterAll(async () => {
  await browser.close();
  dashboard.stop();
  await api.stop();
});

const wide = { width: 1280, height: 900 };
const narrow = { width: 360, height: 740 };
const newContext = () =>
  browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', viewport: wide });

async function openSignedIn(context: BrowserContext, path = '/'): Promise<Page> {
  const { page } = await openPage(context, dashboard.url + path);
  await signIn(page, ADMIN);
  await page.getByRole('button', { name: /^Account of/ }).waitFor();
  return page;
}

/** Waits until everything is drawn, and nothing is on its way any more. */
async function settle(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await drawEveryPanel(page);
  await page.locator('.animate-pulse.bg-sunken, .animate-spin').first().waitFor({ state: 'detached' });
}

/** What axe finds serious or worse, in a line each. */
async function findFaults(page: Page, narrowed: (axe: AxeBuilder) => AxeBuilder = (axe) => axe): Promise<string[]> {
  const { violations } = await narrowed(new AxeBuilder({ page })).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`),
    );
}

const nothing = { inLight: [], inDark: [], onPhone: [], tooWide: [] };

/**
 * What reaches beyond the window, where the page must be moved sideways to be read. What is hidden from the eye counts, too:
 * in a box that scrolls but isn't `relative` it widens the page.
 */
function listTooWide(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return Array.from(document.querySelectorAll('#root *'))
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''}`);
}

/** Everything in light; in dark what is about colours; on a phone the rest again, and that it needn’t be moved sideways. */
async function findFaultsInEveryLook(page: Page) {
  await settle(page);
  const inLight = await findFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
  const inDark = await findFaults(page, (axe) => axe.withRules(['color-contrast', 'link-in-text-block']));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(narrow);
  const onPhone = await findFaults(page, (axe) =>
    axe.options({ rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: true } } }),
  );
  const tooWide = await page.evaluate(listTooWide);
  await page.setViewportSize(wide);
  return { inLight, inDark, onPhone, tooWide };
}

describe('axe finds nothing serious in light, in dark and on a phone', () => {
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    context = await newContext();
    page = await openSignedIn(context);
  }, 60_000);
  afterAll(() => context.close());

  it.each(views)(
    'on %s',
    async (view) => {
      await page.goto(dashboard.url + view);
      expect(await findFaultsInEveryLook(page)).toEqual(nothing);
    },
    90_000,
  );

  it('on a share', async () => {
    await page.goto(`${dashboard.url}/settings/shares?site=${HOST}`);
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.goto((await page.getByLabel('Share link', { exact: true }).innerText()).trim());
    await page.getByRole('table', { name: 'Top pages' }).waitFor();
    expect(await findFaultsInEveryLook(page)).toEqual(nothing);
  }, 90_000);

  it.each([
    ['/', 'Everybody else gets an invitation link'],
    ['/invite#token=gone', 'Ask an admin for a new link'],
  ])(
    'before one is inside, on %s',
    async (path, words) => {
      const outside = await newContext();
      const { page: door } = await openPage(outside, dashboard.url + path);
      if (path === '/') await door.getByText('First time here?').click();
      await door.getByText(words).waitFor();
      expect(await findFaultsInEveryLook(door)).toEqual(nothing);
      await outside.close();
    },
    90_000,
  );
});

describe('by keyboard alone', () => {
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';
    });

  /** Goes on by Tab to what is called so; the way there is no longer than a page of links. */
  async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
    for (let step = 0; step < 150; step += 1) {
      await page.keyboard.press(key);
      if (name.test(await focused(page))) return;
    }
    throw new Error(`${String(name)} is not reached by ${key}`);
  }

  it('one signs in, reads on past the menu, narrows the figures, changes the days and leaves', async () => {
    const context = await newContext();
    const { page } = await openPage(context, dashboard.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.keyboard.type(ADMIN.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Top pages' }).waitFor();
    await settle(page);

    await tabTo(page, /^Skip to the content$/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^\/tides$/);
    await page.keyboard.press('Enter');
    await page
      .getByRole('list', { name: 'Filters' })
      .getByText(/\/tides/)
      .waitFor();
    await tabTo(page, /^Clear all$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Filters' }).waitFor({ state: 'detached' });

    await tabTo(page, /^Period: /, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Last 7 days' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Escape');
    expect(new URL(page.url()).searchParams.get('range')).not.toBeNull();
    expect(await focused(page)).toMatch(/^Period: /);

    await tabTo(page, /^Account of/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Sign out$/);
    await page.keyboard.press('Enter');
    await page.getByText('You’re signed out.').waitFor();
    await context.close();
  }, 90_000);

  it('every view is a key or two away, and the keys are told', async () => {
    const context = await newContext();
    const page = await openSignedIn(context);
    await settle(page);
    await page.keyboard.press('Shift+?');
    const sheet = page.getByRole('dialog');
    await sheet.waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    for (const [key, path] of [
      ['f', '/predictions'],
      ['w', '/recommendations'],
      ['l', '/live'],
      ['s', '/settings/account'],
      ['o', '/'],
    ] as const) {
      // As fast as a person types them: one after the other, without waiting for the page.
      await Promise.all([page.keyboard.press('g'), page.keyboard.press(key)]);
      await page.waitForURL((url) => url.pathname === path, { timeout: 10_000 });
    }
    await context.close();
  }, 60_000);
});
