import { describe, expect, it } from '@jest/globals';
import { createPasswords } from './passwords.js';

describe('passwords', () => {
  it('are kept as argon2id, salted, at the recommended cost', async () => {
    const { hash, verify } = await createPasswords();
    const [one, other] = [await hash('correct horse battery 9'), await hash('correct horse battery 9')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
    expect(await verify(one, 'correct horse battery 9')).toBe(true);
    expect(await verify(one, 'correct horse battery 8')).toBe(false);
  });

  it('are the same however their accents are composed', async () => {
    const { hash, verify } = await createPasswords();
    expect(await verify(await hash('cr\u00e8me br\u00fbl\u00e9e'), 'cre\u0300me bru\u0302le\u0301e')).toBe(true);
  });

  it('of nobody are wrong, whatever they are', async () => {
    const { verify } = await createPasswords();
    expect(await verify(null, '')).toBe(false);
    expect(await verify(null, 'anything at all')).toBe(false);
  });

  it('are refused for now when a hundred wait already, and taken again later', async () => {
    const { verify } = await createPasswords();
    const tried = await Promise.allSettled(Array.from({ length: 103 }, () => verify(null, 'x')));
    const refused = tried.filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) });
    expect(await verify(null, 'x')).toBe(false);
  });
});
