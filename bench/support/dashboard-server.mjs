/** The built dashboard behind its own server, as `npm start` serves it. */
import { fileURLToPath } from 'node:url';
import { startDashboard } from '../../cli/dist/start/dashboard-server.js';
import { freePort } from './api-process.mjs';
import { ADMIN } from './sign-in.mjs';

export const DASHBOARD_FILES = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

/** Serves it in front of an API, which knows it by `token`, and lets `work(origin)` use it. */
export async function withDashboard({ url, token }, work) {
  const port = await freePort();
  const stop = await startDashboard({
    folder: DASHBOARD_FILES,
    host: '127.0.0.1',
    port,
    tls: undefined,
    trustProxy: undefined,
    api: { url, publicUrl: url, token },
    tell: (_level, message) => console.warn(message),
  });
  try {
    return await work(`http://localhost:${port}`);
  } finally {
    await stop();
  }
}

/** Signs in as browsers do. @returns the cookie by which the page gets its token, as the DevTools protocol takes it */
export async function takeCookie(origin) {
  const response = await fetch(`${origin}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD }),
  });
  const given = /^([^=;]+)=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '');
  if (!response.ok || given === null) throw new Error(`the sign-in was answered ${response.status}, without a cookie`);
  const [, name, value] = given;
  return { name, value, domain: new URL(origin).hostname, path: '/api/auth', httpOnly: true, sameSite: 'Strict' };
}
