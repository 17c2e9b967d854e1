import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CHROME, startTestServer, type TestServer } from '@tidemark/api/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { DASHBOARD_TOKEN, openPage, signIn, startDashboard, type RunningDashboard } from './dashboard.js';

const ADMIN = { email: 'owner@harbour.example', password: 'correct horse battery 9' };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let api: TestServer;
let dashboard: RunningDashboard;
let browser: Browser;
/** How far the API's clock is ahead. */
let aheadMs = 0;

beforeAll(async () => {
  const now = () => new Date(Date.now() + aheadMs);
  api = await startTestServer({
    isSignInRequired: true,
    admin: ADMIN,
    now,
    config: { dashboardToken: DASHBOARD_TOKEN },
  });
  dashboard = await startDashboard(api.url);
  browser = await launchBrowser();
  await track('https://harbour.example/tides');
  await api.settle();
}, 120_000);

afterAll(async () => {
  await browser.close();
  dashboard.stop();
  await api.stop();
});

async function track(pageUrl: string): Promise<void> {
  const response = await fetch(`${api.url}/api/track`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME },
    body: JSON.stringify({ page_url: pageUrl, visitor_id: pageUrl, session_id: pageUrl }),
  });
  expect(response.status).toBe(201);
}

let context: BrowserContext;
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const isIn = (page: Page) => page.getByRole('button', { name: `Account of ${ADMIN.email}` }).waitFor();
const isOut = (page: Page) => heading(page, 'Sign in').waitFor();

/** The statuses of calls to a path, from now on. */
function watchCalls(page: Page, path: string): number[] {
  const statuses: number[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === path) statuses.push(response.status());
  });
  return statuses;
}

async function openSignedIn(path = '/') {
  const opened = await openPage(context, dashboard.url + path);
  await signIn(opened.page, ADMIN);
  await isIn(opened.page);
  return opened;
}

/** Makes a page call the API. */
const ask = (page: Page, period: string) => page.goto(`${dashboard.url}/?range=${period}`).then(() => isIn(page));

describe('signing in', () => {
  it('leads to the view that was asked for, which a reload keeps', async () => {
    const { page, problems } = await openSignedIn('/live?range=7d');
    await heading(page, 'Right now').waitFor();
    expect(page.url()).toBe(`${dashboard.url}/live?range=7d`);
    await page.reload();
    await heading(page, 'Right now').waitFor();
    expect(problems).toEqual([]);
  });

  it('leaves nothing that a script could read', async () => {
    const { page } = await openSignedIn();
    const readable = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
    );
    expect(readable).not.toMatch(/eyJ|refresh_token/);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'refresh_token', httpOnly: true, sameSite: 'Strict', path: '/api/auth' });
  });

  it('with a wrong password says so, and goes back to it', async () => {
    const { page } = await openPage(context, dashboard.url);
    await signIn(page, { ...ADMIN, password: 'wrong' });
    await page.getByRole('alert').getByText('Wrong e-mail or password').waitFor();
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await isIn(page);
  });

  it('is slowed down after many wrong ones, and says for how long', async () => {
    const { page } = await openPage(context, dashboard.url);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await signIn(page, { email: 'guessed@harbour.example', password: 'wrong' });
      await page.getByRole('alert').waitFor();
    }
    await page.getByRole('alert').getByText('Too many requests').waitFor();
    await page.getByRole('button', { name: /^Sign in again in \d+ s$/ }).waitFor();
  });

  it('works by keyboard alone', async () => {
    const { page } = await openPage(context, dashboard.url);
    await isOut(page);
    await page.keyboard.type(ADMIN.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await isIn(page);
  });
});

it('the live view follows the stream with the token, and says when it is lost', async () => {
  const { page } = await openSignedIn('/live');
  const live = page.getByRole('status').filter({ hasText: /^Live$/ });
  await live.waitFor();
  await track('https://harbour.example/fresh');
  await page.getByRole('rowheader', { name: '/fresh' }).waitFor();
  dashboard.disconnect();
  await page.getByText(/Connection lost/).waitFor();
  await live.waitFor();
}, 60_000);

describe('an access token that has expired', () => {
  it('is renewed without anybody noticing', async () => {
    const { page, problems } = await openSignedIn('/live');
    await heading(page, 'Right now').waitFor();
    const renewals = watchCalls(page, '/api/auth/refresh');
    const reports = watchCalls(page, '/api/metrics/daily');
    aheadMs += DAY_MS + HOUR_MS;
    await page.getByRole('link', { name: 'Overview' }).click();
    await heading(page, 'harbour.example').waitFor();
    await page.getByRole('group', { name: 'Figures of the period' }).waitFor();
    expect(renewals).toEqual([200]);
    expect(reports).toEqual([401, 200]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['by turns', ''],
    ['where the browser has no locks', 'Object.defineProperty(navigator, "locks", { value: undefined })'],
  ])(
    'is renewed by several tabs at once, %s, and none is signed out',
    async (_, script) => {
      await context.addInitScript(script);
      const { page: first } = await openSignedIn();
      const others = await Promise.all([1, 2].map(() => openPage(context, dashboard.url)));
      const tabs = [first, ...others.map(({ page }) => page)];
      await Promise.all(tabs.map(isIn));
      for (let round = 0; round < 2; round += 1) {
        aheadMs += DAY_MS + HOUR_MS;
        await Promise.all(tabs.map((page) => page.getByRole('link', { name: 'Live', exact: true }).click()));
        await Promise.all(tabs.map((page) => heading(page, 'Right now').waitFor()));
        await Promise.all(tabs.map((page) => page.getByRole('link', { name: 'Overview' }).click()));
        await Promise.all(tabs.map((page) => page.getByRole('group', { name: 'Figures of the period' }).waitFor()));
      }
      await Promise.all(tabs.map((page) => page.reload()));
      await Promise.all(tabs.map(isIn));
    },
    120_000,
  );
});

describe('signing out', () => {
  it('here holds in every tab of the browser, and no other one', async () => {
    const { page } = await openSignedIn();
    const { page: tab } = await openPage(context, dashboard.url);
    await isIn(tab);
    const elsewhere = await browser.newContext();
    const { page: other } = await openPage(elsewhere, dashboard.url);
    await signIn(other, ADMIN);
    await isIn(other);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await Promise.all([isOut(page), isOut(tab)]);
    await page.reload();
    await isOut(page);
    await ask(other, '7d');
    await elsewhere.close();
  });

  it('everywhere ends the sign-ins of other browsers', async () => {
    const { page } = await openSignedIn();
    const elsewhere = await browser.newContext();
    const { page: other } = await openPage(elsewhere, dashboard.url);
    await signIn(other, ADMIN);
    await isIn(other);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await isOut(page);
    await other.getByRole('link', { name: 'Live', exact: true }).click();
    await other.getByText('Your sign-in has ended').waitFor();
    expect(new URL(other.url()).pathname).toBe('/live');
    await elsewhere.close();
  }, 60_000);
});
