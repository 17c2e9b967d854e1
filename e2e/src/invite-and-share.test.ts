import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CHROME, startTestServer, type TestServer } from '@tidemark/api/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { DASHBOARD_TOKEN, openPage, signIn, startDashboard, type RunningDashboard } from './dashboard.js';

const ADMIN = { email: 'owner@harbour.example', password: 'correct horse battery 9' };
const PASSWORD = 'lantern under the pier 7';

let api: TestServer;
let dashboard: RunningDashboard;
let browser: Browser;

beforeAll(async () => {
  api = await startTestServer({ isSignInRequired: true, admin: ADMIN, config: { dashboardToken: DASHBOARD_TOKEN } });
  dashboard = await startDashboard(api.url);
  browser = await launchBrowser();
  for (const host of ['harbour.example', 'pier.example'])
    await fetch(`${api.url}/api/track`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME },
      body: JSON.stringify({ page_url: `https://${host}/tides`, visitor_id: 'v', session_id: 's' }),
    });
  await api.settle();
}, 120_000);

afterAll(async () => {
  await browser.close();
  dashboard.stop();
  await api.stop();
});

let admin: BrowserContext;
let guest: BrowserContext;
beforeEach(async () => {
  admin = await browser.newContext();
  guest = await browser.newContext();
});
afterEach(() => Promise.all([admin.close(), guest.close()]));

async function openAsAdmin(path: string): Promise<Page> {
  const { page } = await openPage(admin, dashboard.url + path);
  await signIn(page, ADMIN);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  return page;
}

/** The text of a box that is there to be copied. */
const copied = async (page: Page, label: string) => (await page.getByLabel(label, { exact: true }).innerText()).trim();

describe('an invitation', () => {
  it('lets in by its link, to the sites that were chosen alone, and once', async () => {
    const settings = await openAsAdmin('/settings/users');
    const form = settings.getByRole('region', { name: 'Invite somebody' });
    await form.getByLabel('E-mail').fill('vera@harbour.example');
    await form.getByRole('checkbox', { name: 'harbour.example' }).check();
    await form.getByRole('button', { name: 'Make an invitation' }).click();
    const link = await copied(settings, 'Invitation link');

    const { page, problems } = await openPage(guest, link);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByRole('heading', { name: 'harbour.example' }).waitFor();
    expect(await page.getByText('pier.example').count()).toBe(0);
    await page.goto(`${dashboard.url}/settings/users`);
    await page.getByRole('region', { name: 'Password' }).waitFor();
    expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
    expect(problems).toEqual([]);

    await page.goto('about:blank');
    await page.goto(link);
    await page.getByText('Ask an admin for a new link').waitFor();
  }, 120_000);
});

describe('a share', () => {
  const makeShare = async (password?: string): Promise<string> => {
    const settings = await openAsAdmin('/settings/shares?site=harbour.example');
    if (password !== undefined) await settings.getByLabel('Password').fill(password);
    await settings.getByRole('button', { name: 'Make the link' }).click();
    return copied(settings, 'Share link');
  };

  it('shows the figures of its site to whoever has the link', async () => {
    const { page, problems } = await openPage(guest, await makeShare());
    await page.getByRole('heading', { name: 'harbour.example' }).waitFor();
    await page.getByRole('rowheader', { name: '/tides' }).waitFor();
    expect(await page.getByText('pier.example').count()).toBe(0);
    expect(problems).toEqual([]);
    // Nothing else opens by it.
    await page.goto(dashboard.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }, 120_000);

  it('with a password asks for it', async () => {
    const { page } = await openPage(guest, await makeShare(PASSWORD));
    await page.getByLabel('Password').fill('guess');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('Wrong password.').waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('rowheader', { name: '/tides' }).waitFor();
  }, 120_000);
});

describe('a second factor', () => {
  it('is drawn as a QR code under the policy of the page', async () => {
    const settings = await openAsAdmin('/settings/account');
    const panel = settings.getByRole('region', { name: 'Second factor' });
    await panel.getByLabel('Password').fill(ADMIN.password);
    await panel.getByRole('button', { name: 'Set it up' }).click();
    await panel.getByRole('img', { name: /QR code/ }).waitFor();
  }, 60_000);
});

describe('a visitor', () => {
  it('is exported and erased, which the audit log tells', async () => {
    const settings = await openAsAdmin('/settings/privacy');
    await settings.getByLabel('Visitor id').fill('v');
    await settings.getByRole('button', { name: 'Go on' }).click();
    const [file] = await Promise.all([
      settings.waitForEvent('download'),
      settings.getByRole('button', { name: 'Export everything' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('visitor-v.ndjson');
    expect(await readFile(await file.path(), 'utf8')).toContain('harbour.example/tides');
    await settings.getByRole('button', { name: 'Erase everything' }).click();
    await settings.getByLabel('Type “v” to confirm').fill('v');
    await settings.getByRole('button', { name: 'Erase for good' }).click();
    await settings.getByText('2 page views and events are gone').waitFor();
    const log = settings.getByRole('region', { name: 'Audit log' });
    await log.getByText('Visitor erased').waitFor();
    await log.getByText('Visitor exported').waitFor();
  }, 60_000);
});
