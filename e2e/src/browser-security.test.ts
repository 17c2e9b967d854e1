import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHROME, startTestServer, type TestServer } from '@tidemark/api/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { DASHBOARD_TOKEN, isRefusal, signIn, startDashboard, type RunningDashboard } from './dashboard.js';

const ADMIN = { email: 'owner@shop.example', password: 'correct horse battery 9' };
/** A website elsewhere, as the browser sees it. */
const FOREIGN_HOST = 'elsewhere.example';

let api: TestServer;
let dashboard: RunningDashboard;
let website: Server;
let browser: Browser;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  api = await startTestServer({ admin: ADMIN, config: { dashboardToken: DASHBOARD_TOKEN } });
  dashboard = await startDashboard(api.url);
  website = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Elsewhere</title>');
  }).listen(0, '127.0.0.1');
  await once(website, 'listening');
  browser = await launchBrowser({ args: [`--host-resolver-rules=MAP ${FOREIGN_HOST} 127.0.0.1`] });
  for (const [index, page] of ['/', '/pricing', '/pricing'].entries()) {
    await fetch(`${api.url}/api/track`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME },
      body: JSON.stringify({
        page_url: `https://shop.example${page}`,
        visitor_id: `v${index}`,
        session_id: `s${index}`,
      }),
    });
  }
  await api.settle();
}, 120_000);

afterAll(async () => {
  await browser.close();
  dashboard.stop();
  website.close();
  website.closeAllConnections();
  await api.stop();
});

/** Opens a page and takes down what its content security policy forbade, and what went wrong. */
async function open(url: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

describe('the content security policy', () => {
  it('forbids nothing that the dashboard does', async () => {
    const { page, problems } = await open(dashboard.url);
    await signIn(page, ADMIN);
    await page.getByText('/pricing').first().waitFor();
    await page.locator('canvas').first().waitFor();
    // Style sheets are in force, and so are the widths that React sets.
    const bar = page.locator('[style*="width"]').first();
    await bar.waitFor({ state: 'attached' });
    expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe('0px');
    const links = await listLinks(page);
    expect(links.length).toBeGreaterThan(1);
    for (const url of links) {
      await page.goto(url);
      await page.locator('#root *').first().waitFor();
      await page.waitForLoadState('load');
    }
    await page.close();
    expect(problems).toEqual([]);
  });

  it('runs no inline script, no handler in an attribute, and no script from elsewhere', async () => {
    const { page, problems } = await open(dashboard.url);
    const ran = await page.evaluate(async (foreign) => {
      const run: string[] = [];
      Object.assign(globalThis, { run });
      const inline = document.createElement('script');
      inline.textContent = "globalThis.run.push('inline')";
      const elsewhere = document.createElement('script');
      elsewhere.src = foreign;
      const box = document.createElement('div');
      box.innerHTML = `<img src="x" onerror="globalThis.run.push('attribute')">`;
      document.body.append(inline, elsewhere, box);
      await new Promise((resolve) => {
        elsewhere.onerror = resolve;
        elsewhere.onload = resolve;
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return run;
    }, `${api.url}/tracker.js`);
    await page.close();
    expect(ran).toEqual([]);
    expect(problems.join('\n')).toMatch(/Content Security Policy/);
  });

  it('forbids nothing that the API page does', async () => {
    const { page, problems } = await open(`${api.url.replace('127.0.0.1', 'localhost')}/api/docs`);
    await page.getByText('/api/metrics/daily').first().waitFor();
    await page.getByText('/api/metrics/daily').first().click();
    await page.getByText('Parameters').first().waitFor();
    await page.close();
    expect(problems).toEqual([]);
  });
});

describe('a page elsewhere', () => {
  it('may send events and load the script, and learns nothing else', async () => {
    const page = await browser.newPage();
    await page.goto(`http://${FOREIGN_HOST}:${portOf(website)}/`);
    const outcomes = await page.evaluate(async (origin) => {
      const attempt = async (route: string, init?: RequestInit) =>
        fetch(origin + route, init).then(
          (response) => response.status,
          () => 'refused',
        );
      const event = { page_url: 'https://shop.example/', visitor_id: 'v', session_id: 's' };
      const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(event) };
      return {
        event: await attempt('/api/track', json),
        script: await attempt('/tracker.js'),
        figures: await attempt('/api/metrics/daily'),
        sites: await attempt('/api/sites'),
        change: await attempt('/api/sites', json),
        removal: await attempt('/api/sites/1', { method: 'DELETE' }),
        health: await attempt('/api/health'),
      };
    }, api.url);
    await page.close();
    // Headless Chromium calls itself a bot: that's an answer, too.
    expect([201, 202]).toContain(outcomes.event);
    expect(outcomes).toMatchObject({
      script: 200,
      figures: 'refused',
      sites: 'refused',
      change: 'refused',
      removal: 'refused',
      health: 'refused',
    });
  });

  it('may not frame the dashboard', async () => {
    const page = await browser.newPage();
    await page.goto(`http://${FOREIGN_HOST}:${portOf(website)}/`);
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    await page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
    }, dashboard.url);
    while (!problems.some((problem) => problem.includes('frame-ancestors'))) await page.waitForTimeout(50);
    const frame = page.frames().find((one) => one !== page.mainFrame());
    expect(await frame?.locator('#root').count()).toBe(0);
    await page.close();
  });
});

/** The dashboard's own pages, as its navigation lists them. */
async function listLinks(page: Page): Promise<string[]> {
  return page.locator('nav a[href]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
}
