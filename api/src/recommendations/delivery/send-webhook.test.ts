import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthority, type Authority } from '../../testing/certificates.js';
import { sendWebhook, type WebhookOptions } from './send-webhook.js';

let authority: Authority;
let server: Server;
let url: string;
let requests: { body: string; headers: IncomingMessage['headers'] }[] = [];
let answer: (response: ServerResponse) => void;
beforeAll(async () => {
  authority = await createAuthority();
  server = createServer(await authority.issue(), (request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      requests.push({ body, headers: request.headers });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}/hook?secret=1`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  requests = [];
  answer = (response) => response.end('ok');
});

const send = (options: Partial<WebhookOptions> = {}, target = url) =>
  sendWebhook(
    target,
    { text: 'tides' },
    { isPrivateAllowed: true, ca: authority.cert, retryAfterMs: [1, 1], ...options },
  );
const failing = (...statuses: number[]) => {
  answer = (response) => {
    response.statusCode = statuses[Math.min(requests.length, statuses.length) - 1] ?? 200;
    response.end('no\nway');
  };
};

describe('a webhook', () => {
  it('gets JSON over HTTPS', async () => {
    await send();
    expect(requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ text: 'tides' }]);
    expect(requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('is tried again after what may pass, and no more often than told', async () => {
    failing(500, 429, 200);
    await send();
    expect(requests).toHaveLength(3);
    requests = [];
    failing(503);
    await expect(send()).rejects.toThrow('the webhook answered 503: no way');
    expect(requests).toHaveLength(3);
  });

  it('is not tried again where it refused, nor followed elsewhere', async () => {
    failing(404);
    await expect(send()).rejects.toThrow('the webhook answered 404');
    expect(requests).toHaveLength(1);
    answer = (response) => {
      response.writeHead(302, { Location: '/elsewhere' }).end();
    };
    await expect(send()).rejects.toThrow('the webhook answered 302');
    expect(requests).toHaveLength(2);
  });

  it('may take so long', async () => {
    answer = () => undefined;
    await expect(send({ timeoutMs: 50, retryAfterMs: [] })).rejects.toThrow('took too long');
    server.closeAllConnections();
  });

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://2130706433/',
    'https://localhost/',
  ])('is not called in a private network unless that is allowed: %s', async (target) => {
    const { port } = server.address() as AddressInfo;
    await expect(send({ isPrivateAllowed: false }, target.replace(/\/$/, `:${port}/`))).rejects.toThrow(
      'the webhook lies in a private network',
    );
    expect(requests).toEqual([]);
  });

  it('is not called without encryption, or with a certificate of somebody else', async () => {
    await expect(send({}, url.replace('https', 'http'))).rejects.toThrow('by https');
    await expect(send({ ca: undefined, retryAfterMs: [] })).rejects.toThrow("the webhook can't be reached");
    expect(requests).toEqual([]);
  });

  it('keeps its address to itself where it fails', async () => {
    failing(404);
    await expect(send()).rejects.toThrow(/^((?!secret).)*$/);
  });
});
