import { describe, expect, it } from '@jest/globals';
import { literalsOf, parsePattern, prunePattern } from './pattern-literals.js';

function literals(source: string): string[] | null {
  const parsed = parsePattern(source);
  return parsed === null ? null : literalsOf(parsed);
}

describe('what a pattern needs', () => {
  it.each([
    ['Googlebot', ['googlebot']],
    ['(?:Foo|B[ao]r)bot/\\d+', ['bot/']],
    ['Foo(?:x|yz)?|B.+Bar', ['foo', 'bar']],
    ['(?:Alpha|Beta)[ _]Pad', ['alpha', 'beta']],
    ['colou?rful', ['colo']],
    ['ab+cd', ['ab']],
    ['Moto(?!rola) G', ['moto']],
    ['a{0,2}bcd', ['bcd']],
    ['Build/[[\\]x]+End', ['build/']],
    ['x\\.y\\/z', ['x.y/z']],
  ])('of %s is %j', (source, expected) => {
    expect(literals(source)).toEqual(expected);
  });

  it.each(['.+', 'Foo|.*', '(?:Foo)?', '[a-z]{3}', '(?<name>Foo)', 'Foo\\x41', '(Foo)\\1', 'Foo('])(
    'of %s is unknown',
    (source) => {
      expect(literals(source)).toBeNull();
    },
  );
});

describe('a pruned pattern', () => {
  const source = 'Maker (?:One[ _](\\d+)|Two(\\d)|Three (?:Max|Mini))(?! Build);(\\w+)';
  const parsed = parsePattern(source) ?? { alternatives: [] };

  it.each([
    'Maker One_12;ab',
    'Maker Two3;x',
    'maker three mini;y',
    'Maker Three Mini Build;y',
    'Maker Four;z',
    'nothing',
  ])('matches %s as the whole one does, groups included', (text) => {
    const pruned = prunePattern(parsed, (literal) => text.toLowerCase().includes(literal));
    expect(new RegExp(pruned, 'i').exec(text)?.slice()).toEqual(new RegExp(source, 'i').exec(text)?.slice());
  });

  it('is shorter', () => {
    expect(prunePattern(parsed, (literal) => 'maker two3;x'.includes(literal)).length).toBeLessThan(source.length);
  });
});
