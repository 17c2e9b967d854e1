import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, findRecommendations, recommend } from '@tidemark/api';
import { CHROME, startTestServer, type TestServer } from '@tidemark/api/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { DASHBOARD_TOKEN, openPage, signIn, startDashboard, type RunningDashboard } from './dashboard.js';
import { liveHistory } from './lived-history.js';
import { createMlService, hasPython, type MlService } from './ml-service.js';
import { runForecastJob } from './run-forecast-job.js';

const ADMIN = { email: 'owner@shop.example', password: 'correct horse battery 9' };
/** The browser finds the website under this name, so that it's no different from one on the internet. */
const HOST = 'shop.example';
const HISTORY_DAYS = 90;
const yesterday = addDays(new Date().toISOString().slice(0, 10), -1);

const hasForecasts = hasPython('the forecasts of the journey through the dashboard');
const itForecasts = hasForecasts ? it : it.skip;
/** What went wrong in a browser, but that forecasts are unavailable where nothing makes them. */
const unexpected = (problems: readonly string[]) =>
  problems.filter((problem) => hasForecasts || !problem.includes('503 (Service Unavailable)'));

let ml: MlService | undefined;
let api: TestServer;
let dashboard: RunningDashboard;
let website: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let problems: string[];
/** What the owner of the website puts into its pages. */
let snippet = '';

beforeAll(async () => {
  if (hasForecasts) ml = await createMlService();
  const starting = ml?.start();
  api = await startTestServer({
    isSignInRequired: true,
    isAutoRegistering: false,
    admin: ADMIN,
    hasJobs: true,
    config: { dashboardToken: DASHBOARD_TOKEN },
    ...(ml && { ml }),
  });
  dashboard = await startDashboard(api.url);
  website = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<!doctype html><html lang="en"><head><title>Shop</title>${snippet}</head><h1>Shop</h1></html>`);
  }).listen(0, '127.0.0.1');
  await once(website, 'listening');
  browser = await launchBrowser({ args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`] });
  context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
  ({ page, problems } = await openPage(context, dashboard.url));
  await starting;
}, 120_000);

afterAll(async () => {
  await browser.close();
  dashboard.stop();
  website.close();
  website.closeAllConnections();
  await ml?.remove();
  await api.stop();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const goTo = (view: string) => page.getByRole('navigation').getByRole('link', { name: view, exact: true }).click();
const whole = (name: string) => ({ name, exact: true });

/** The past of the website, as if it had been measured all along. */
async function bringThePast(): Promise<void> {
  const site = await api.sites.find(HOST);
  if (site === null) throw new Error(`${HOST} is no site`);
  await api.events.append([...liveHistory({ siteId: site.id, host: HOST, lastDay: yesterday, days: HISTORY_DAYS })]);
  await api.settle();
  if (hasForecasts) await runForecastJob(api);
  const deps = { pool: api.database.pool, events: api.events, find: findRecommendations, now: () => new Date() };
  expect((await recommend(deps, site)).findings.length).toBeGreaterThan(0);
}

describe('from the first start to the figures in a spreadsheet', () => {
  it('the owner signs in, adds the site, and is handed the line that goes into its pages', async () => {
    await signIn(page, ADMIN);
    await page.getByLabel('Domain').fill(HOST);
    await button('Add the site').click();
    const line = page.getByLabel('Tracking snippet', { exact: true });
    await line.waitFor();
    snippet = (await line.innerText()).trim();
    expect(snippet).toContain(`data-site="${HOST}"`);
    await page.getByText('Waiting for the first visit').waitFor();
  });

  it('the first visit is seen as it arrives, there and in the live view', async () => {
    const visitor = await browser.newContext({ userAgent: CHROME });
    const visit = await visitor.newPage();
    await visit.goto(`http://${HOST}:${(website.address() as AddressInfo).port}/tides`);
    await page.getByText('Your first visit has arrived').waitFor();
    await goTo('Live');
    await page.getByRole('rowheader', { name: '/tides' }).waitFor();
    await visitor.close();
  });

  it('a click on a page narrows every figure to it, in the address, too', async () => {
    await bringThePast();
    await page.goto(`${dashboard.url}/?site=${HOST}&range=30d`);
    const row = page
      .getByRole('table', { name: 'Top pages' })
      .getByRole('row')
      .filter({
        has: page.getByRole('button', whole('/pricing')),
      });
    const views = (await row.getByRole('cell').first().innerText()).trim();
    await row.getByRole('button', whole('/pricing')).click();
    await page
      .getByRole('list', { name: 'Filters' })
      .getByText(/\/pricing/)
      .waitFor();
    expect(new URL(page.url()).searchParams.get('page')).toBe(`${HOST}/pricing`);
    const card = page
      .getByRole('group', { name: 'Figures of the period' })
      .getByRole('button', { name: /^Page views/ });
    await card.getByText(views, { exact: true }).waitFor();
    await page.reload();
    await card.getByText(views, { exact: true }).waitFor();
    await button('Clear all').click();
    expect(new URL(page.url()).searchParams.has('page')).toBe(false);
  });

  it('the figures stand beside those of the days before', async () => {
    const compare = async (choice: string) => {
      await button(/^Period: /).click();
      await page.getByRole('radio', { name: choice }).click();
      await page.keyboard.press('Escape');
    };
    const figures = page.getByRole('group', { name: 'Figures of the period' });
    const changes = figures.locator('[data-meaning]');
    await compare('No comparison');
    await button(/^Period: Last 30 days$/).waitFor();
    await changes.first().waitFor({ state: 'detached' });
    await compare('Previous period');
    await button('Period: Last 30 days vs previous period').waitFor();
    await changes.first().waitFor({ state: 'attached' });
  });

  it('a link shows them to whoever has it, and nothing else', async () => {
    await page.goto(`${dashboard.url}/settings/shares?site=${HOST}`);
    await button('Make the link').click();
    const link = (await page.getByLabel('Share link', { exact: true }).innerText()).trim();
    const guest = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
    const shared = await openPage(guest, link);
    await shared.page.getByRole('table', { name: 'Top pages' }).getByText('/tides', { exact: true }).waitFor();
    expect(await shared.page.getByRole('button', { name: /^Account of/ }).count()).toBe(0);
    expect(unexpected(shared.problems)).toEqual([]);
    await guest.close();
  });

  itForecasts('the forecast says what to expect of each of the next days', async () => {
    await page.goto(`${dashboard.url}/?site=${HOST}`);
    await goTo('Forecast');
    const days = page.getByRole('table', { name: 'Forecast by day' }).getByRole('rowheader');
    await days.nth(6).waitFor();
    expect(await days.count()).toBe(7);
  });

  itForecasts(
    'a training is followed to its end, and says what came of it',
    async () => {
      await button('Train now').click();
      await page.getByRole('progressbar').waitFor();
      await page.getByText('The training is done.').waitFor({ timeout: 120_000 });
      await page
        .getByText(/^Visitors: /)
        .first()
        .waitFor();
    },
    150_000,
  );

  it('what is worth doing is accepted, and stays so', async () => {
    await page.goto(`${dashboard.url}/?site=${HOST}`);
    await goTo('Worth doing');
    const card = page.getByRole('article').first();
    const title = await card.getByRole('heading').innerText();
    await card.getByRole('button', { name: 'Accept' }).click();
    await page.getByText(`Accepted: ${title}`).waitFor();
    await page.reload();
    await page.getByLabel('Show').selectOption({ label: 'Accepted' });
    await page.getByRole('article', { name: title }).waitFor();
  });

  it('a panel is saved for a spreadsheet, and nothing went wrong on the way', async () => {
    await page.goto(`${dashboard.url}/?site=${HOST}&range=30d`);
    const [file] = await Promise.all([page.waitForEvent('download'), button('Top pages as CSV').click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
    expect(lines[0]).toContain('page_views');
    expect(lines.some((line) => line.includes(`${HOST}/tides/harbour`))).toBe(true);
    expect(unexpected(problems)).toEqual([]);
  });
});
