import { quote } from '@tidemark/api';
import { auditQuery, type AuditEntry } from '@tidemark/contracts';
import type { Command } from 'commander';
import { UsageError } from '../command-error.js';
import { withInstallation } from '../database.js';
import type { Terminal } from './terminal.js';

interface AuditFlags {
  limit?: string;
  before?: string;
  visitor?: string;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- audit list --limit 20
  $ npm run tidemark -- audit list --visitor 0b5ff2de-6a63-4b2f-9a3e-6f1f4c0d8e11     proof of an erasure`;

const SHOWN_LENGTH = 200;

/** `tidemark audit list`. */
export function addAuditCommand(program: Command, terminal: Terminal): void {
  program
    .command('audit')
    .description('see who did what to whose data')
    .addHelpText('after', EXAMPLES)
    .command('list')
    .description('entries of the audit log, the newest first')
    .option('--limit <entries>', 'so many (default: 100)')
    .option('--before <id>', 'entries older than this one')
    .option('--visitor <id>', 'entries about this visitor')
    .action((flags: AuditFlags) => listEntries(terminal, flags));
}

async function listEntries(terminal: Terminal, { limit, before, visitor }: AuditFlags): Promise<void> {
  const query = auditQuery.safeParse({ limit, before, visitor_id: visitor });
  if (!query.success)
    throw new UsageError(query.error.issues.map(({ path, message }) => `--${String(path[0])} ${message}`).join('; '));
  await withInstallation(terminal.env, async ({ audit }) => {
    const { data, next_before } = await audit.list(query.data);
    for (const entry of data) terminal.stdout.write(`${describeEntry(entry)}\n`);
    if (data.length === 0) terminal.stdout.write('Nothing is written down.\n');
    if (next_before !== null) terminal.stdout.write(`There is more: --before ${String(next_before)}\n`);
  });
}

/** One line. Names come from people: they must not steer the terminal. */
function describeEntry({ id, at, actor, action, site_id, address, details }: AuditEntry): string {
  const who = [actor.kind, ...(actor.name === null ? [] : [quote(actor.name, SHOWN_LENGTH)])].join(' ');
  const about = [
    ...(site_id === null ? [] : [`site ${String(site_id)}`]),
    ...(address === null ? [] : [`from ${address}`]),
    ...Object.entries(details).map(([name, value]) => `${name}=${quote(String(value), SHOWN_LENGTH)}`),
  ];
  return [String(id).padStart(6), at, action, `by ${who}`, ...about].join('  ');
}
