import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, findRecommendations, recommend } from '@tidemark/api';
import { startTestServer, type TestServer } from '@tidemark/api/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { DASHBOARD_TOKEN, openPage, signIn, startDashboard, type RunningDashboard } from './dashboard.js';
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

const looks = {
  'in light': { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  'in dark': { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  'on a phone': { colorScheme: 'light', viewport: { width: 360, height: 740 } },
} as const;

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

const newContext = (look: keyof typeof looks) =>
  browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', ...looks[look] });

async function openSignedIn(context: BrowserContext, path = '/'): Promise<Page> {
  const { page } = await openPage(context, dashboard.url + path);
  await signIn(page, ADMIN);
  await page.getByRole('button', { name: /^Account of/ }).waitFor();
  return page;
}

/** A view whose figures are there: nothing is on its way any more. */
async function settle(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('load');
  await expectNothingOnItsWay(page);
}

const expectNothingOnItsWay = (page: Page) =>
  page.locator('.animate-pulse.bg-sunken, .animate-spin').first().waitFor({ state: 'detached' });

/** What axe finds serious or worse, in a line each. */
async function findFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`),
    );
}

/** Nothing has to be moved sideways to be read. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('axe finds nothing serious', () => {
  it.each(Object.keys(looks) as (keyof typeof looks)[])(
    'on any view %s',
    async (look) => {
      const context = await newContext(look);
      const page = await openSignedIn(context);
      const found: Record<string, unknown> = {};
      for (const view of views) {
        await page.goto(dashboard.url + view);
        await settle(page);
        const faults = await findFaults(page);
        const tooWide = await overflow(page);
        if (faults.length > 0 || tooWide > 0) found[view] = { faults, tooWide };
      }
      await context.close();
      expect(found).toEqual({});
    },
    120_000,
  );

  it.each(Object.keys(looks) as (keyof typeof looks)[])(
    'before one is inside, and on a share, %s',
    async (look) => {
      const context = await newContext(look);
      const { page } = await openPage(context, dashboard.url);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      const faults = { door: await findFaults(page), invitation: [] as string[], share: [] as string[] };
      await page.goto(`${dashboard.url}/invite#token=gone`);
      await page.getByText('Ask an admin for a new link').waitFor();
      faults.invitation = await findFaults(page);
      await page.goto(await makeShare());
      await page.getByRole('table', { name: 'Top pages' }).waitFor();
      await expectNothingOnItsWay(page);
      faults.share = await findFaults(page);
      expect({ ...faults, tooWide: await overflow(page) }).toEqual({ door: [], invitation: [], share: [], tooWide: 0 });
      await context.close();
    },
    60_000,
  );
});

async function makeShare(): Promise<string> {
  const context = await newContext('in light');
  const page = await openSignedIn(context, '/settings/shares');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = (await page.getByLabel('Share link', { exact: true }).innerText()).trim();
  await context.close();
  return link;
}

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
    const context = await newContext('in light');
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
    const context = await newContext('in light');
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
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForURL((url) => url.pathname === path);
    }
    await context.close();
  }, 60_000);
});
