import { describe, expect, it } from '@jest/globals';
import { serialize } from './serialize.js';

describe('serialize', () => {
  it.each([
    ['plain text', 'plain text'],
    ['a\u0000b', 'a\ufffdb'],
    ['a\ud800b', 'a\ufffdb'],
    ['a\udfffb', 'a\ufffdb'],
    ['\ud83d\ude00', '\ud83d\ude00'],
    ['tab\tquote"back\\slash\u0001', 'tab\tquote"back\\slash\u0001'],
    ['\\u0000 as text', '\\u0000 as text'],
    ['\\\\ud800 as text', '\\\\ud800 as text'],
  ])('keeps %j as text the server takes', (text, expected) => {
    expect(JSON.parse(serialize({ text }))).toEqual({ text: expected });
  });
});
