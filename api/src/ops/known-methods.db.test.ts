import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@tidemark/contracts';
import request from 'supertest';
import { startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.sites.save({ domain: 'example.com', name: 'Example' });
});
afterAll(() => server.stop());

describe('a method that a path does not know', () => {
  it.each([
    ['put', '/api/sites', 'GET, HEAD, OPTIONS, POST'],
    ['post', '/api/sites/1', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['put', '/api/metrics/daily', 'GET, HEAD, OPTIONS'],
    ['get', '/api/predictions/retrain', 'OPTIONS, POST'],
    ['post', '/api/predictions/accuracy', 'GET, HEAD, OPTIONS'],
    ['get', '/api/auth/login', 'OPTIONS, POST'],
    ['delete', '/api/health', 'GET, HEAD, OPTIONS'],
    ['put', '/API/Sites/1/', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
  ] as const)('is answered 405, with those that it knows: %s %s', async (method, path, allowed) => {
    const response = await request(server.url)[method](path).expect(405);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect((response.body as Problem).type).toBe('urn:tidemark:problem:method_not_allowed');
    expect(response.headers['allow']?.split(', ').sort().join(', ')).toBe(allowed);
    const options = await request(server.url).options(path).expect(204);
    expect(options.headers['allow']).toBe(response.headers['allow']);
  });

  it('is told apart from a path that is not there', async () => {
    await request(server.url).put('/api/nothing').expect(404);
    await request(server.url).options('/api/nothing').expect(404);
  });

  it('leaves HEAD where GET is', async () => {
    const response = await request(server.url).head('/api/sites/1').expect(200);
    expect(response.text).toBeFalsy();
  });
});
