import { describe, expect, it } from '@jest/globals';
import { runTidemark } from '../testing/run-tidemark.js';

describe('tidemark', () => {
  it.each([
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', ['demo', '--reset'], /unknown option '--reset'/],
    [
      'an import without its site',
      ['import', 'access-log', 'access.log'],
      /required option '--site <host>' not specified/,
    ],
    [
      'an import with a wrong host',
      ['import', 'access-log', '--site', 'https://example.com/'],
      /--site must be a host name/,
    ],
    [
      'an import with a wrong time zone',
      ['import', 'access-log', '--site', 'example.com', '--timezone', 'Mars'],
      /--timezone must be an IANA time zone/,
    ],
    ['a site without its domain', ['site', 'add'], /missing required argument 'domain'/],
    ['a site with a wrong domain', ['site', 'add', 'not a host'], /domain must be a host name/],
    ['a removal without a yes', ['site', 'remove', 'example.com'], /add --yes/],
    ['a setting of nothing', ['site', 'set', 'example.com'], /say what to set/],
    ['a rule there is none of', ['site', 'set', 'example.com', '--after-refusal', 'all'], /nothing or cookieless/],
    ['an erasure without a yes', ['visitor', 'erase', 'somebody'], /add --yes/],
    ['what is no visitor id', ['visitor', 'export', 'v'.repeat(101)], /a visitor id has 1 to 100 characters/],
    ['a wrong number of entries', ['audit', 'list', '--limit', 'many'], /--limit/],
    ['too many arguments', ['demo', 'now'], /too many arguments/],
  ])('answers %s in one line, with exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await runTidemark(args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([
    ['a missing file', ['import', 'access-log', '/nowhere/access.log', '--site', 'example.com'], {}, /no such file/],
    ['a wrong environment', ['site', 'list'], { DATABASE_URL: 'mysql://x' }, /DATABASE_URL must start with postgres/],
    [
      'a database out of reach',
      ['site', 'list'],
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      /Start Tidemark first with npm start, or set DATABASE_URL/,
    ],
  ])('fails on %s in one line, with exit code 1', async (_, args, env, message) => {
    const { code, stderr } = await runTidemark(args, { env });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it.each([
    [['--help']],
    [['import', 'access-log', '--help']],
    [['demo', '--help']],
    [['site', '--help']],
    [['days', '--help']],
    [['visitor', '--help']],
    [['audit', '--help']],
    [['user', '--help']],
    [['key', '--help']],
  ])('helps with examples: %j', async (args) => {
    const { code, stdout } = await runTidemark(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
  });

  it('tells its version', async () => {
    const { code, stdout } = await runTidemark(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
