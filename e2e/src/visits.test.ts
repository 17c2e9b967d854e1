import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHROME, startTestServer, type TestServer } from '@tidemark/api/testing';
import type { DailyReport } from '@tidemark/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';

/** The browser finds the website under this name, so that it's no different from one on the internet. */
const HOST = 'shop.example';

let api: TestServer;
let website: Server;
let browser: Browser;

beforeAll(async () => {
  api = await startTestServer();
  website = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<!doctype html><html lang="en"><head><title>Shop</title>
      <script defer data-mode="always" data-site="${HOST}" src="${api.url}/tracker.js"></script></head><body><h1>Shop</h1></body></html>`);
  }).listen(0, '127.0.0.1');
  await once(website, 'listening');
  browser = await launchBrowser({ args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`] });
}, 120_000);

afterAll(async () => {
  await browser.close();
  website.close();
  website.closeAllConnections();
  await api.stop();
});

interface Row {
  page_url: string;
  visitor_id: string;
  session_id: string;
  time_on_page: number | null;
  referrer: string | null;
  browser: string;
  source: string | null;
}

const SELECT_ROWS =
  'SELECT page_url, visitor_id, session_id, time_on_page, referrer, browser, source FROM page_visits ORDER BY timestamp';
const origin = () => `http://${HOST}:${(website.address() as AddressInfo).port}`;

/** The rows of the database, once there are so many that satisfy what's expected. */
async function rowsWhen(isReached: (rows: Row[]) => boolean): Promise<Row[]> {
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await api.database.pool.query<Row>(SELECT_ROWS);
    if (isReached(rows)) return rows;
    if (attempt === 300)
      throw new Error(`the database never held what was expected, but ${JSON.stringify(rows, null, 1)}`);
    await sleep(100);
  }
}

/** Headless shells show every tab; a hidden one is told to the page as the browser would tell it. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: hidden ? 'hidden' : 'visible' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, isHidden);
}

describe('a visit in a real browser', () => {
  let visitor: BrowserContext;
  beforeAll(async () => {
    visitor = await browser.newContext({ userAgent: CHROME });
  });
  afterAll(() => visitor.close());

  it('ends in exactly the right rows: first view, route change, hidden tab, 30 s offline, closed tab', async () => {
    const page = await visitor.newPage();
    const problems: Error[] = [];
    page.on('pageerror', (error) => problems.push(error));

    await page.goto(`${origin()}/?utm_source=letter&utm_medium=email`);
    await rowsWhen((rows) => rows.length === 1);

    await sleep(2_100);
    await page.evaluate(() => {
      history.pushState({}, '', '/pricing');
    });
    const [home] = await rowsWhen((rows) => rows.length === 2 && rows[0]?.time_on_page !== null);
    expect(home).toMatchObject({ page_url: `${origin()}/`, source: 'letter', browser: 'Chrome' });
    expect(home?.time_on_page).toBeGreaterThanOrEqual(2);

    await sleep(1_100);
    await setHidden(page, true);
    const pricing = (await rowsWhen((rows) => (rows[1]?.time_on_page ?? 0) >= 1))[1];
    await sleep(3_000);
    await setHidden(page, false);
    expect(pricing).toMatchObject({ page_url: `${origin()}/pricing`, source: null });

    await visitor.setOffline(true);
    await page.evaluate(() => {
      history.pushState({}, '', '/read-offline');
    });
    await sleep(30_000);
    expect((await api.database.pool.query(SELECT_ROWS)).rowCount).toBe(2);
    await visitor.setOffline(false);
    await rowsWhen((rows) => rows.length === 3);

    await page.evaluate(() => {
      history.pushState({}, '', '/last');
    });
    await rowsWhen((rows) => rows.length === 4);
    await sleep(1_100);
    await page.close({ runBeforeUnload: true });
    const rows = await rowsWhen((found) => (found[3]?.time_on_page ?? 0) >= 1);

    expect(rows.map((row) => row.page_url.slice(origin().length))).toEqual(['/', '/pricing', '/read-offline', '/last']);
    expect(new Set(rows.map((row) => row.session_id)).size).toBe(1);
    expect(new Set(rows.map((row) => row.visitor_id)).size).toBe(1);
    expect(rows[2]?.time_on_page).toBeGreaterThanOrEqual(29);
    expect(problems).toEqual([]);
  }, 120_000);

  it('shows in the daily metrics as one session of four pages', async () => {
    await api.settle();
    const report = (await (await fetch(`${api.url}/api/metrics/daily?site=${HOST}`)).json()) as DailyReport;
    expect(report.totals).toMatchObject({
      page_views: 4,
      page_visits: 4,
      unique_visitors: 1,
      sessions: 1,
      bounce_rate: 0,
    });
    expect(report.data.flatMap((day) => day.traffic_sources)).toEqual([{ source: 'letter', sessions: 1 }]);
  });

  it('is not counted for who asks not to be tracked', async () => {
    const shy = await browser.newContext({ userAgent: CHROME });
    await shy.addInitScript(() => {
      Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true });
    });
    const page = await shy.newPage();
    await page.goto(`${origin()}/quiet`);
    await sleep(1_500);
    await shy.close();
    expect((await api.database.pool.query(SELECT_ROWS)).rowCount).toBe(4);
  });
});
