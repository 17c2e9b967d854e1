import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '@tidemark/api/testing';
import { describeAddresses } from './addresses.js';
import { makeFirstAdmin } from './first-admin.js';
import { planParts } from './parts.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ isSignInRequired: true });
});
afterAll(() => server.stop());

const make = (admin?: { email: string; password: string }) => makeFirstAdmin({ admin }, server.databaseUrl);

describe('the first admin', () => {
  it('is left to the API where the environment names one', async () => {
    expect(await make({ email: 'owner@example.com', password: 'correct horse battery 9' })).toBeUndefined();
  });

  it('is made once, with a password that lets in and is shown', async () => {
    const made = await make();
    expect(made).toEqual({
      email: 'admin@localhost',
      password: expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/),
    });
    const response = await fetch(`${server.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(made),
    });
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ user: { id: 1, email: 'admin@localhost', name: null, role: 'admin' } }),
    ]);
    const config = { apiHost: '127.0.0.1', apiPort: 8000, dashboardPort: 3000, publicUrl: undefined, tls: undefined };
    const shown = (firstAdmin: typeof made) =>
      describeAddresses(config, planParts([]), { dataDir: '/data', firstAdmin });
    expect(shown(made)).toContain(made?.password);
    expect(await make()).toBeUndefined();
    expect(shown(undefined)).not.toContain('Password');
  });
});
