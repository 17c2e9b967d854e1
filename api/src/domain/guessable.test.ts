import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { findPasswordWeakness, isGuessableSecret } from './guessable.js';

describe('a password', () => {
  it.each([
    ['owner@example.com', 'must not be the e-mail address'],
    ['OWNER@example.com', 'must not be the e-mail address'],
    ['owner', 'must not be the e-mail address'],
    ['Password123', 'is too easily guessed'],
    ['12345678', 'is too easily guessed'],
    ['987654321', 'is too easily guessed'],
    ['aaaaaaaaaaaa', 'is too easily guessed'],
    ['abababababab', 'is too easily guessed'],
    ['abcabcabcabc', 'is too easily guessed'],
    ['correct horse battery 9', undefined],
    ['tr0ub4dor&3', undefined],
  ])('%s: %s', (password, weakness) => {
    expect(findPasswordWeakness(password, 'owner@example.com')).toBe(weakness);
  });
});

describe('a secret', () => {
  it.each([
    'x'.repeat(64),
    '0123456789'.repeat(5),
    'abcdefgh'.repeat(8),
    'changeme-changeme-changeme-changeme!',
    'your-256-bit-secret-change-me-in-production',
    'please_replace_this_with_a_long_random_string',
    'my-super-secret-jwt-key-at-least-32-characters-long',
    'development-secret-do-not-use-in-production',
    '11112222333344445555666677778888',
  ])('%s is none', (secret) => {
    expect(isGuessableSecret(secret)).toBe(true);
  });

  it('at random is one, in hex and in base64', () => {
    for (let time = 0; time < 1_000; time++) {
      expect(isGuessableSecret(randomBytes(32).toString('hex'))).toBe(false);
      expect(isGuessableSecret(randomBytes(24).toString('base64'))).toBe(false);
    }
  });
});
