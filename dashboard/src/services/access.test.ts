import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeApi } from '../testing/fake-api.js';
import { renewAccess, sendWithAccess, startAccess, takeToken } from './access.js';
import { ApiError } from './http.js';

let api: FakeApi;
let renewals: ((token: string) => void)[];
/** The tokens that the API lets in. */
let valid: string[];

const tokensSent = () => api.requests.map(({ authorization }) => authorization);
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

beforeEach(() => {
  renewals = [];
  valid = ['fresh'];
  startAccess(() => new Promise((resolve) => renewals.push(resolve)));
  takeToken('old');
  api = new FakeApi().install();
  for (const path of ['/a', '/b'])
    api.on(path, (_, { authorization }) =>
      valid.some((token) => authorization === `Bearer ${token}`)
        ? { status: 200, body: path }
        : { status: 401, body: { type: 'urn:tidemark:problem:unauthenticated', title: 'Not signed in' } },
    );
});

describe('a call with a token', () => {
  it('brings it', async () => {
    valid = ['old'];
    await sendWithAccess('/a', { headers: { accept: 'application/json' } });
    expect(tokensSent()).toEqual(['Bearer old']);
  });

  it('that is refused is renewed once for all calls, which are repeated', async () => {
    const calls = Promise.all([sendWithAccess('/a', {}), sendWithAccess('/b', {})]);
    await settle();
    expect(renewals).toHaveLength(1);
    renewals[0]?.('fresh');
    expect((await calls).map(({ status }) => status)).toEqual([200, 200]);
    expect(tokensSent()).toEqual(['Bearer old', 'Bearer old', 'Bearer fresh', 'Bearer fresh']);
  });

  it('waits for a renewal that is under way', async () => {
    const renewed = renewAccess();
    const call = sendWithAccess('/a', {});
    await settle();
    expect(api.requests).toEqual([]);
    renewals[0]?.('fresh');
    await Promise.all([renewed, call]);
    expect(tokensSent()).toEqual(['Bearer fresh']);
  });

  it('that was refused late takes the token that has come meanwhile', async () => {
    api.on('/a', (_, { authorization }) => {
      // While this call is under way, another one renews.
      if (authorization === 'Bearer old') takeToken('newer');
      return authorization === 'Bearer newer'
        ? { status: 200, body: 'a' }
        : { status: 401, body: { type: 'urn:tidemark:problem:unauthenticated' } };
    });
    await expect(sendWithAccess('/a', {})).resolves.toMatchObject({ status: 200 });
    expect(renewals).toHaveLength(0);
  });

  it('is repeated once, not for ever', async () => {
    valid = [];
    const call = sendWithAccess('/a', {});
    await settle();
    renewals[0]?.('fresh');
    await expect(call).rejects.toMatchObject({ status: 401 });
    expect(renewals).toHaveLength(1);
  });

  it('fails with the reason where no token is to be had', async () => {
    startAccess(() => Promise.reject(new ApiError('The API can’t be reached', '', 0, undefined)));
    await expect(sendWithAccess('/a', {})).rejects.toMatchObject({ title: 'The API can’t be reached' });
  });

  it.each(['invalid_credentials', 'invalid_code'])('is not repeated where %s is the answer', async (code) => {
    api.fail('/a', { type: `urn:tidemark:problem:${code}`, status: 401 });
    await expect(sendWithAccess('/a', {})).rejects.toMatchObject({ code });
    expect(renewals).toEqual([]);
    expect(api.requests).toHaveLength(1);
  });
});
