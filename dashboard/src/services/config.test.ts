import { describe, expect, it } from '@jest/globals';
import { FakeApi } from '../testing/fake-api.js';
import { loadConfig } from './config.js';

describe('the address of the API for the snippet', () => {
  it('is the one the dashboard server names, without a slash at its end', async () => {
    new FakeApi().install().answer('/config.json', { api_url: 'https://stats.example/' });
    await expect(loadConfig()).resolves.toEqual({ apiUrl: 'https://stats.example' });
  });

  it.each([
    ['no such file', () => ({ status: 200 })],
    ['another shape', () => ({ status: 200, body: { api: 1 } })],
  ])('is the default one where the server has %s', async (_, handler) => {
    new FakeApi().install().on('/config.json', handler);
    await expect(loadConfig()).resolves.toEqual({ apiUrl: 'http://localhost:8000' });
  });
});
