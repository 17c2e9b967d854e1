import { createInterface } from 'node:readline/promises';
import { Writable, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CommandError, UsageError } from '../command-error.js';

/** Where a command reads and writes; tests give their own. */
export interface Terminal {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  env: Record<string, string | undefined>;
}

/** A yes-or-no question; anything but a yes is a no. */
export async function confirm({ stdin, stderr }: Terminal, question: string): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

/**
 * A password to be: asked for twice without showing it, or read from standard input. Never an argument, which other users
 * of the machine could see, and which shells write down.
 */
export async function readPassword(terminal: Terminal, isFromStdin: boolean): Promise<string> {
  const { stdin } = terminal;
  if (isFromStdin) return (await text(stdin)).replace(/\r?\n$/, '');
  if (stdin.isTTY !== true) throw new UsageError('there is no terminal to ask for the password: add --password-stdin');
  const password = await askHidden(terminal, 'Password: ');
  if ((await askHidden(terminal, 'Again: ')) !== password) throw new CommandError('the two passwords differ');
  return password;
}

async function askHidden({ stdin, stderr }: Terminal, question: string): Promise<string> {
  stderr.write(question);
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // As a terminal, readline echoes what is typed itself: here to nowhere.
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      // By Ctrl-C or Ctrl-D.
      lines.once('close', () => {
        reject(new CommandError('no password was entered'));
      });
      lines.question('').then(resolve, reject);
    });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
