import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readPassword, type Terminal } from './terminal.js';

/** A terminal at which somebody types. */
function sitAt() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const shown: string[] = [];
  const stderr = new PassThrough().on('data', (chunk: Buffer) => shown.push(chunk.toString()));
  const terminal: Terminal = { stdin, stdout: stderr, stderr, env: {} };
  return { terminal, stdin, shown: () => shown.join('') };
}

/** Types each line once it is asked for. */
async function typeAt({ stdin, shown }: ReturnType<typeof sitAt>, ...lines: string[]): Promise<void> {
  for (const [at, line] of lines.entries()) {
    while (shown().split(': ').length < at + 2) await new Promise(setImmediate);
    stdin.write(line);
  }
}

describe('a password', () => {
  it('is asked for twice, and never shown', async () => {
    const seat = sitAt();
    const [password] = await Promise.all([
      readPassword(seat.terminal, false),
      typeAt(seat, 'sésame 9\r', 'sésame 9\r'),
    ]);
    expect(password).toBe('sésame 9');
    expect(seat.shown()).toBe('Password: \nAgain: \n');
  });

  it('typed two ways is none', async () => {
    const seat = sitAt();
    const [read] = await Promise.allSettled([readPassword(seat.terminal, false), typeAt(seat, 'one\r', 'two\r')]);
    expect(read).toMatchObject({ reason: { message: 'the two passwords differ', exitCode: 1 } });
  });

  it.each([['\u0003'], ['\u0004']])('is given up by %j', async (key) => {
    const seat = sitAt();
    const [read] = await Promise.allSettled([readPassword(seat.terminal, false), typeAt(seat, key)]);
    expect(read).toMatchObject({ reason: { message: 'no password was entered' } });
  });

  it.each([
    ['correct horse\n', 'correct horse'],
    ['correct horse\r\n', 'correct horse'],
    [' two\nlines ', ' two\nlines '],
  ])('comes from standard input as it is: %j', async (given, read) => {
    const terminal = { ...sitAt().terminal, stdin: Readable.from([given]) };
    expect(await readPassword(terminal, true)).toBe(read);
  });
});
