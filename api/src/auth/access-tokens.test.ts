import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { createAccessTokens } from './access-tokens.js';

const SECRET = 'k3Jq9vT0xZ7mW2pL5sR8yB1nD4gH6fCa';
const BEARER = { userId: 7, signInId: 'b1f6a3de-0b54-4f3e-9d0e-6c0b8a3f1c11' };
const ISSUED_AT = new Date('2026-06-01T12:00:00Z');
const DAY_S = 86_400;

const at = (seconds: number) => new Date(ISSUED_AT.getTime() + seconds * 1_000);
const tokensAt = (seconds = 0, secret = SECRET) => createAccessTokens({ secret, now: () => at(seconds) });

const GOOD = {
  iss: 'tidemark',
  aud: 'tidemark-api',
  sub: '7',
  sid: BEARER.signInId,
  iat: ISSUED_AT.getTime() / 1_000,
  exp: ISSUED_AT.getTime() / 1_000 + DAY_S,
};
const forge = (claims: Record<string, unknown>, { alg = 'HS256', secret = SECRET } = {}) =>
  new SignJWT({ ...GOOD, ...claims }).setProtectedHeader({ alg }).sign(createSecretKey(secret, 'utf8'));

describe('an access token', () => {
  it('says whose it is, to every process with the same secret', async () => {
    expect(await tokensAt().verify(await tokensAt().issue(BEARER))).toEqual(BEARER);
    expect(await tokensAt().verify(await forge({}))).toEqual(BEARER);
  });

  it.each([
    ['a moment before it was issued, by a clock 20 s behind', -20, true],
    ['a minute before it was issued', -60, false],
    ['at the end of its day', DAY_S - 1, true],
    ['20 s later, by a clock that is ahead', DAY_S + 20, true],
    ['a minute later', DAY_S + 60, false],
  ])('is taken %s: %d s, %s', async (_when, seconds, isTaken) => {
    const token = await tokensAt().issue(BEARER);
    expect(await tokensAt(seconds).verify(token)).toEqual(isTaken ? BEARER : null);
  });

  it('is refused once its day is over by those who know it, too', async () => {
    let now = at(0);
    const tokens = createAccessTokens({ secret: SECRET, now: () => now });
    const token = await tokens.issue(BEARER);
    expect(await tokens.verify(token)).toEqual(BEARER);
    now = at(DAY_S + 60);
    expect(await tokens.verify(token)).toBeNull();
  });

  it.each<[string, () => Promise<string> | string]>([
    ['signed by nobody (alg none)', () => new UnsecuredJWT(GOOD).encode()],
    ['signed by another key', () => forge({}, { secret: 'another secret of thirty-two characters' })],
    ['signed by another algorithm', () => forge({}, { alg: 'HS512', secret: SECRET + SECRET })],
    ['for another audience', () => forge({ aud: 'elsewhere' })],
    ['by another issuer', () => forge({ iss: 'elsewhere' })],
    ['without an end', () => forge({ exp: undefined })],
    ['with an end years away', () => forge({ iat: GOOD.iat - 2 * DAY_S, exp: GOOD.exp * 2 })],
    ['without a beginning', () => forge({ iat: undefined })],
    ['without a sign-in', () => forge({ sid: undefined })],
    ['of a user who is no number', () => forge({ sub: '7 OR 1=1' })],
    ['cut short', async () => (await forge({})).slice(0, -3)],
    ['of nonsense', () => 'a.b.c'],
  ])('is refused when it is %s', async (_what, make) => {
    expect(await tokensAt().verify(await make())).toBeNull();
  });
});
