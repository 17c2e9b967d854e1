import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { CommandError, messageOf } from '../command-error.js';
import { addArchiveCommand } from './archive-command.js';
import { addDaysCommand } from './days-command.js';
import { addAuditCommand } from './audit-command.js';
import { addDemoCommand } from './demo-command.js';
import { addDigestCommand } from './digest-command.js';
import { addImportCommand } from './import-command.js';
import { addKeyCommand } from './key-command.js';
import { addRecommendCommand } from './recommend-command.js';
import { addRetentionCommand } from './retention-command.js';
import { addSimulateCommand } from './simulate-command.js';
import { addSiteCommand } from './site-command.js';
import type { Terminal } from './terminal.js';
import { addUserCommand } from './user-command.js';
import { addVisitorCommand } from './visitor-command.js';

const EXAMPLES = `
Examples:
  $ npm run tidemark -- import access-log /var/log/nginx/access.log --site example.com
  $ npm run tidemark -- site list
  $ npm run tidemark -- demo --remove

Works on the database in DATABASE_URL, else on the one in TIDEMARK_DATA_DIR (default ./data).`;

/**
 * Runs one command line.
 *
 * @param args what follows the program's name
 * @returns the exit code: 0 done, 1 failed, 2 called wrongly
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = buildProgram(terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has written its line
    terminal.stderr.write(`error: ${messageOf(error).replaceAll(/\s*\n\s*/g, ' ')}\n`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

function buildProgram(terminal: Terminal): Command {
  const program = new Command('tidemark')
    .description('Tidemark: self-hosted web analytics that says what comes next')
    .version(readVersion(), '--version', 'the version')
    .helpOption('--help', 'this help')
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError(false)
    // Before the commands are added, which take these over.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  addImportCommand(program, terminal);
  addDemoCommand(program, terminal);
  addSiteCommand(program, terminal);
  addUserCommand(program, terminal);
  addKeyCommand(program, terminal);
  addDaysCommand(program, terminal);
  addRecommendCommand(program, terminal);
  addDigestCommand(program, terminal);
  addSimulateCommand(program, terminal);
  addArchiveCommand(program, terminal);
  addRetentionCommand(program, terminal);
  addVisitorCommand(program, terminal);
  addAuditCommand(program, terminal);
  return program;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
