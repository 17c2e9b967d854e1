import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { createDashboardApp } from '../../cli/src/start/dashboard-server.js';

const FILES = path.resolve(import.meta.dirname, '../../dashboard/dist');

/** By what an API of a test believes the dashboard who its clients are. */
export const DASHBOARD_TOKEN = 'of-the-dashboard-of-this-test-only';

/** The built dashboard behind its own server, policies included. */
export interface RunningDashboard {
  url: string;
  /** Breaks what is connected just now. */
  disconnect: () => void;
  stop: () => void;
}

/** Serves the dashboard in front of an API. */
export async function startDashboard(apiUrl: string): Promise<RunningDashboard> {
  const api = { url: apiUrl, publicUrl: apiUrl, token: DASHBOARD_TOKEN };
  const app = createDashboardApp({ folder: FILES, trustProxy: undefined, api });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // The name that browsers trust as they trust HTTPS.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    disconnect: () => {
      server.closeAllConnections();
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A page, and all that went wrong or left for elsewhere on it. */
export interface WatchedPage {
  page: Page;
  /** Errors, broken policies, dialogs and requests to other origins. */
  problems: string[];
}

/** Opens a page that takes down its problems; a refused call is in the console, and none by itself. */
export async function openPage(context: BrowserContext, url: string): Promise<WatchedPage> {
  const page = await context.newPage();
  const problems: string[] = [];
  const { origin } = new URL(url);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      problems.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, problems };
}

/** Browsers note every answer of 4xx; to ask who is signed in, and to hear that nobody is, is no error. */
export function isRefusal(consoleText: string): boolean {
  return consoleText.startsWith('Failed to load resource: the server responded with a status of 4');
}

/** Signs in at the page that asks for it. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Gives the sign of a reader that panels further down wait for, and waits until each of them is there. */
export async function drawEveryPanel(page: Page): Promise<void> {
  // Where it rested before this page doesn't matter: it moves.
  await page.mouse.move(1, 1);
  await page.mouse.move(2, 2);
  await page.locator('[data-far]').first().waitFor({ state: 'detached' });
}
