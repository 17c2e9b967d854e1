import { describe, expect, it } from '@jest/globals';
import { readKey } from './shortcuts.js';

describe('a key', () => {
  it.each([
    [undefined, '?', { kind: 'action', action: 'help' }],
    [undefined, 'g', { kind: 'first', key: 'g' }],
    ['g', 'f', { kind: 'action', action: 'predictions' }],
    [undefined, 'f', { kind: 'nothing' }],
    ['g', 'x', { kind: 'nothing' }],
    ['g', 'g', { kind: 'first', key: 'g' }],
    ['g', 't', { kind: 'action', action: 'theme' }],
  ])('after %s, %s means %j', (before, key, meaning) => {
    expect(readKey(before, key)).toEqual(meaning);
  });
});
