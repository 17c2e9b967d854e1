import { describe, expect, it } from '@jest/globals';
import { describeTotp, findStep } from './totp.js';

/** https://datatracker.ietf.org/doc/html/rfc6238#appendix-B, their last six digits. */
const SECRET = Buffer.from('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1_000);

describe('a code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('of the RFC is known at %d s: %s', (seconds, code) => {
    expect(findStep(SECRET, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it.each([
    [29, null],
    [30, 2],
    [89, 2],
    [90, 2],
    [119, 2],
    [120, null],
  ])('of 60 s to 89 s is taken at %d s as that of step %s', (seconds, step) => {
    expect(findStep(SECRET, '359152', at(seconds))).toBe(step);
  });

  it.each(['000000', '28708', '2870820', 'abcdef', ''])('is not %j', (code) => {
    expect(findStep(SECRET, code, at(59))).toBeNull();
  });
});

describe('what an app is told', () => {
  it('names the installation and the user', () => {
    expect(describeTotp(SECRET, 'a+b@example.com')).toEqual({
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      otpauth_url:
        'otpauth://totp/Tidemark:a%2Bb%40example.com?issuer=Tidemark&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
    });
  });
});
