import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHROME, startTestServer, type TestServer } from '@tidemark/api/testing';
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

const ADMIN = { email: 'owner@harbour.example', password: 'correct horse battery 9' };

/** What would show if it ran: it leaves a mark, or asks a server elsewhere. */
const PAYLOADS = [
  `<script>window.hacked=1</script>`,
  `<img src=x onerror="window.hacked=1">`,
  `"><svg onload=window.hacked=1>`,
  `'-window.hacked=1-'`,
  `{{constructor.constructor('window.hacked=1')()}}`,
  `<link rel=stylesheet href=//elsewhere.example/a.css>`,
];
const LINK = 'javascript:window.hacked=1';

/** What detectors would say of pages and sources of these names. $1: payloads. */
const INSERT_RECOMMENDATIONS = `
  INSERT INTO recommendations (site_id, type, key, title, description, score, data, first_seen, last_seen)
  SELECT sites.id, 'page_trend', payload, payload, payload, 1, jsonb_build_object('version', 1, 'target', NULL,
    'expected_impact', '{"visits_per_week": 1, "plausible_effect": 1, "confidence": 1, "score": 1, "share_of_site": 1}'::jsonb,
    'evidence', jsonb_build_object('metric', 'page_visits', 'observed', 1, 'expected', 2, 'interval', NULL, 'series', '[]'::jsonb,
      'period', '{"start_date": "2025-08-01", "end_date": "2025-08-01"}'::jsonb, 'explained_by', '[]'::jsonb,
      'subjects', jsonb_build_array(jsonb_build_object('dimension', 'source', 'value', payload)))),
    '2025-08-01', '2025-08-01'
  FROM sites, unnest($1::text[]) AS payload`;

let api: TestServer;
let dashboard: RunningDashboard;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  api = await startTestServer({ isSignInRequired: true, admin: ADMIN, config: { dashboardToken: DASHBOARD_TOKEN } });
  dashboard = await startDashboard(api.url);
  browser = await launchBrowser();
  context = await browser.newContext();
  const events = [...PAYLOADS, LINK].map((payload, index) => {
    const url = new URL('https://harbour.example/');
    url.pathname = `/${payload}`;
    for (const name of ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'])
      url.searchParams.set(name, payload);
    return {
      page_url: url.href,
      title: payload,
      visitor_id: `${payload.slice(0, 60)}${index}`,
      session_id: `${payload.slice(0, 60)}${index}`,
      referrer: `https://referrer.example/${payload}`,
      browser: payload,
      os: payload,
      device_type: payload.slice(0, 50),
      language: payload.slice(0, 10),
      screen_resolution: payload.slice(0, 20),
    };
  });
  const response = await fetch(`${api.url}/api/track`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME },
    body: JSON.stringify(events),
  });
  expect(await response.json()).toMatchObject({ accepted: events.length });
  await api.settle();
  await api.database.pool.query(INSERT_RECOMMENDATIONS, [PAYLOADS]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  dashboard.stop();
  await api.stop();
});

/** Every view, and what shows that its figures are there. */
const VIEWS = [
  '/',
  '/live',
  '/recommendations',
  '/settings/account',
  '/settings/keys',
  '/settings/users',
  '/settings/shares',
  '/settings/recommendations',
  '/settings/privacy',
  '/nowhere',
];

/** Nothing ran, nothing of it became an element, and no link leads anywhere but into the dashboard. */
async function expectInert(page: Page, view: string): Promise<void> {
  const links = await page
    .locator('a[href]')
    .evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
  const state = {
    view,
    hasRun: await page.evaluate(() => 'hacked' in window),
    elements: await page.locator('#root script, #root link, #root img').count(),
    foreignLinks: links.filter((href) => !href.startsWith(dashboard.url)),
  };
  expect(state).toEqual({ view, hasRun: false, elements: 0, foreignLinks: [] });
}

describe('text that strangers stored', () => {
  it('is shown as text on every view: nothing runs, and nothing is asked for elsewhere', async () => {
    const { page, problems } = await openPage(context, dashboard.url);
    await signIn(page, ADMIN);
    await page.getByRole('button', { name: /^Account of/ }).waitFor();
    for (const view of VIEWS) {
      await page.goto(dashboard.url + view);
      await page.locator('main h1').first().waitFor();
      if (view === '/') for (const payload of PAYLOADS.slice(0, 2)) await page.getByText(payload).first().waitFor();
      if (view === '/recommendations') await page.getByRole('article').first().waitFor();
      if (view === '/live') await page.getByRole('rowheader').first().waitFor();
      await drawEveryPanel(page);
      if (view === '/') for (const tab of ['Browser', 'System']) await page.getByRole('tab', { name: tab }).click();
      await expectInert(page, view);
    }
    await page.goto(`${dashboard.url}/settings/shares?site=harbour.example`);
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = (await page.getByLabel('Share link', { exact: true }).innerText()).trim();
    await page.goto(link);
    await page.getByText(PAYLOADS[1]!).first().waitFor();
    await expectInert(page, 'share');
    expect(problems).toEqual([]);
  }, 120_000);

  it('stays text where the reader names it in the address', async () => {
    const { page, problems } = await openPage(context, `${dashboard.url}/?site=${encodeURIComponent(PAYLOADS[1]!)}`);
    await page.getByText('No site called <img').waitFor();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(problems).toEqual([]);
  }, 60_000);
});
