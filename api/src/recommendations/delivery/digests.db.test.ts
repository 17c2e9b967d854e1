import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditList, DigestPreview, DigestSent, DigestSettings, Problem } from '@tidemark/contracts';
import { SMTPServer } from 'smtp-server';
import request from 'supertest';
import { createTestLogger } from '../../jobs/testing/test-queue.js';
import { writeDays } from '../../predictions/testing/daily-traffic.js';
import { createAuthority } from '../../testing/certificates.js';
import { startTestServer, type TestServer } from '../../testing/index.js';
import { storeFindings } from '../cards/index.js';
import { buildFinding } from '../testing/build-finding.js';
import { deliverDue } from './deliver-due.js';
import type { DeliveryDeps } from './deliver.js';

const MONDAY = '2025-08-18';
interface Mail {
  from: string;
  to: string[];
  source: string;
}

let smtp: SMTPServer;
let mails: Mail[] = [];
let refused: string[] = [];
let hooks: Server;
let hooked: unknown[] = [];
let hookStatus = 200;
let server: TestServer;
let delivery: DeliveryDeps;
let now = new Date();
const { logger, lines } = createTestLogger();

beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      done(refused.includes(address) ? new Error('no such person') : undefined);
    },
    onData: (stream, { envelope }, done) => {
      let source = '';
      stream.on('data', (part: Buffer) => (source += part.toString()));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const authority = await createAuthority();
  hooks = createServer(await authority.issue(), (incoming, response) => {
    let body = '';
    incoming.on('data', (part: Buffer) => (body += part.toString()));
    incoming.on('end', () => {
      hooked.push(JSON.parse(body));
      response.statusCode = hookStatus;
      response.end();
    });
  });
  await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  const smtpSettings = { url: `smtp://127.0.0.1:${port}`, from: 'Tidemark <tidemark@example.com>' };
  const webhook = { isPrivateAllowed: true, ca: authority.cert, retryAfterMs: [] };
  server = await startTestServer({ now: () => now, config: { smtp: smtpSettings }, webhook });
  delivery = {
    pool: server.database.pool,
    now: () => now,
    smtp: smtpSettings,
    dashboardUrl: 'https://stats.example.com',
    webhook,
  };
});
afterAll(async () => {
  await server.stop();
  await new Promise((resolve) => hooks.close(resolve));
  await new Promise<void>((resolve) => {
    smtp.close(resolve);
  });
});
let siteId: number;
beforeEach(async () => {
  now = new Date(`${MONDAY}T08:00:00Z`);
  [mails, refused, hooked, hookStatus] = [[], [], [], 200];
  lines.length = 0;
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'x' }));
  await writeDays(server.database.pool, siteId, '2025-08-03', [
    100,
    ...Array<number>(7).fill(100),
    ...Array<number>(7).fill(150),
  ]);
  await storeFindings(server.database.pool, { siteId, date: '2025-08-17', findings: [buildFinding()], now });
});

const api = () => request(server.url);
const path = (more = '') => `/api/sites/${siteId}/digest${more}`;
const set = (change: object) => api().patch(path()).send(change);
const hookUrl = () => `https://localhost:${(hooks.address() as AddressInfo).port}/hook`;
const deliver = () =>
  deliverDue({ ...delivery, sites: server.sites }, { signal: new AbortController().signal, logger });

describe('the settings of a digest', () => {
  it('are off until somebody turns them on, and that is written down', async () => {
    expect((await api().get(path()).expect(200)).body).toEqual({
      is_enabled: false,
      recipients: [],
      webhook_url: null,
      can_email: true,
      next_at: null,
      deliveries: [],
    } satisfies DigestSettings);
    const { body } = await set({ is_enabled: true, recipients: ['ann@example.com'] }).expect(200);
    expect(body).toMatchObject({
      is_enabled: true,
      recipients: ['ann@example.com'],
      next_at: '2025-08-25T07:00:00.000Z',
    });
    await set({ webhook_url: 'https://hooks.example.com/secret' }).expect(200);
    expect((await api().get(path()).expect(200)).body).toMatchObject({
      recipients: ['ann@example.com'],
      webhook_url: 'https://hooks.example.com/secret',
    });
    const audit = (await api().get('/api/audit').expect(200)).body as AuditList;
    expect(audit.data[0]).toMatchObject({
      action: 'digest_changed',
      site_id: siteId,
      details: { is_enabled: true, recipients: 1, has_webhook: true },
    });
    expect(JSON.stringify(audit)).not.toContain('hooks.example.com');
  });

  it.each([
    [{ recipients: ['nobody'] }, 'recipients[0]'],
    [{ recipients: ['ann@example.com\r\nBcc: ben@example.com'] }, 'recipients[0]'],
    [{ webhook_url: 'http://hooks.example.com/' }, 'webhook_url'],
    [{ webhook_url: 'https://me:secret@hooks.example.com/' }, 'webhook_url'],
    [{ webhook_url: 'file:///etc/passwd' }, 'webhook_url'],
    [{ is_enabled: 'yes' }, 'is_enabled'],
    [{ when: 'daily' }, 'when'],
  ])('refuse %j', async (change, wrong) => {
    const { body } = await set(change).expect(400);
    expect((body as Problem).errors?.map((error) => error.path)).toContain(wrong);
  });
});

describe('a digest', () => {
  it('is shown before it is sent', async () => {
    const { subject, text } = (await api().get(path('/preview')).expect(200)).body as DigestPreview;
    expect(subject).toBe('example.com: example.com/pricing loses visits');
    expect(text).toContain('1,050 page visits from 2025-08-11 to 2025-08-17, +50% on the week before.');
    expect(mails).toEqual([]);
  });

  it('compares with a full week alone: not from the day of the installation on, nor where days are marked', async () => {
    const figures = async () =>
      ((await api().get(path('/preview')).expect(200)).body as DigestPreview).text.split('\n')[0];
    const alone = '1,050 page visits from 2025-08-11 to 2025-08-17.';
    const mark = { start_date: '2025-08-05', reason: 'the server was moved' };
    const { body } = await api().post(`/api/sites/${siteId}/marked-days`).send(mark).expect(201);
    expect(await figures()).toBe(alone);
    await api()
      .delete(`/api/sites/${siteId}/marked-days/${(body as { id: number }).id}`)
      .expect(204);
    expect(await figures()).toContain('+50% on the week before.');
    await server.database.pool.query('DELETE FROM daily_metrics WHERE site_id = $1 AND date < $2', [
      siteId,
      '2025-08-04',
    ]);
    expect(await figures()).toBe(alone);
  });

  it('leaves on Monday, once, by e-mail to each alone and by webhook', async () => {
    await set({ is_enabled: true, recipients: ['ann@example.com', 'ben@example.com'], webhook_url: hookUrl() }).expect(
      200,
    );
    now = new Date(`${MONDAY}T06:59:00Z`);
    await deliver();
    expect([mails, hooked]).toEqual([[], []]);
    now = new Date(`${MONDAY}T07:00:00Z`);
    await Promise.all([deliver(), deliver()]);
    await deliver();
    expect(mails.map(({ from, to }) => [from, to]).sort()).toEqual([
      ['tidemark@example.com', ['ann@example.com']],
      ['tidemark@example.com', ['ben@example.com']],
    ]);
    expect(mails[0]?.source).toContain('Subject: example.com: example.com/pricing loses visits');
    expect(mails[0]?.source).toMatch(/Content-Type: text\/plain[\s\S]*Content-Type: text\/html/);
    for (const { to, source } of mails)
      expect(['ann@example.com', 'ben@example.com'].filter((address) => source.includes(address))).toEqual(to);
    expect(hooked).toEqual([expect.objectContaining({ text: expect.stringContaining('*example.com*') as unknown })]);
    const { deliveries } = (await api().get(path()).expect(200)).body as DigestSettings;
    expect(deliveries).toEqual([
      { channel: 'email', at: now.toISOString(), is_delivered: true, error: null },
      { channel: 'webhook', at: now.toISOString(), is_delivered: true, error: null },
    ]);
    now = new Date('2025-08-25T07:00:00Z');
    await deliver();
    expect(mails).toHaveLength(4);
  });

  it('that fails is tried three times, half an hour apart, and says why', async () => {
    await set({ is_enabled: true, recipients: ['ann@example.com', 'gone@example.com'], webhook_url: hookUrl() }).expect(
      200,
    );
    refused = ['gone@example.com'];
    hookStatus = 410;
    for (let minutes = 0; minutes <= 180; minutes += 15) {
      now = new Date(Date.parse(`${MONDAY}T07:00:00Z`) + minutes * 60_000);
      await deliver();
    }
    expect(hooked).toHaveLength(3);
    // Who has it doesn't get it again.
    expect(mails.map(({ to }) => to)).toEqual([['ann@example.com']]);
    const { deliveries } = (await api().get(path()).expect(200)).body as DigestSettings;
    expect(deliveries.map(({ is_delivered }) => is_delivered)).toEqual([false, false]);
    expect(deliveries[0]?.error).toMatch(/^gone@example\.com: .*no such person/);
    expect(deliveries[1]?.error).toBe('the webhook answered 410');
    expect(lines.filter(({ message }) => message === 'a digest was not sent')).toHaveLength(6);
  });

  it('that is a day late does not leave', async () => {
    await set({ is_enabled: true, recipients: ['ann@example.com'] }).expect(200);
    now = new Date('2025-08-19T07:00:01Z');
    await deliver();
    expect(mails).toEqual([]);
  });

  it('does not leave where it is off', async () => {
    await set({ recipients: ['ann@example.com'] }).expect(200);
    await deliver();
    expect(mails).toEqual([]);
  });

  it('is sent at once as a test, which changes nothing about Monday’s', async () => {
    await api().post(path('/send')).expect(409);
    await set({ is_enabled: true, recipients: ['ann@example.com'], webhook_url: hookUrl() }).expect(200);
    hookStatus = 500;
    const { deliveries } = (await api().post(path('/send')).expect(200)).body as DigestSent;
    expect(deliveries).toMatchObject([
      { channel: 'email', is_delivered: true },
      { channel: 'webhook', is_delivered: false, error: 'the webhook answered 500' },
    ]);
    expect(mails[0]?.source).toContain('Subject: [Test] example.com');
    await deliver();
    expect(mails).toHaveLength(2);
  });

  it('by e-mail is refused where the installation sends none', async () => {
    await set({ is_enabled: true, recipients: ['ann@example.com'] }).expect(200);
    await deliverDue(
      { ...delivery, smtp: undefined, sites: server.sites },
      { signal: new AbortController().signal, logger },
    );
    const { deliveries } = (await api().get(path()).expect(200)).body as DigestSettings;
    expect(deliveries[0]?.error).toContain('SMTP_URL and SMTP_FROM are not set');
  });
});
