import { createReadStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { eraseVisitor, exportVisitor, rollUpAll } from '@tidemark/api';
import { visitorPath } from '@tidemark/contracts';
import type { Command } from 'commander';
import { cliActor } from '../cli-actor.js';
import { UsageError } from '../command-error.js';
import { withInstallation, type Installation } from '../database.js';
import { plural } from '../format.js';
import { findSite } from './find-site.js';
import { confirm, type Terminal } from './terminal.js';

interface VisitorFlags {
  site?: string;
  output?: string;
  yes?: true;
}

const EXAMPLES = `
Examples:
  $ npm run --silent tidemark -- visitor export 0b5ff2de-6a63-4b2f-9a3e-6f1f4c0d8e11 > visitor.ndjson
  $ npm run tidemark -- visitor erase 0b5ff2de-6a63-4b2f-9a3e-6f1f4c0d8e11 --yes

A visitor who was asked finds the id as tm_v in the browser's storage for the site. Both are written down in the audit log.
Exit codes: 0 done, 1 failed, 2 called wrongly.`;

/** `tidemark visitor export | erase`. */
export function addVisitorCommand(program: Command, terminal: Terminal): void {
  const visitor = program
    .command('visitor')
    .description("answer a visitor's request for access or erasure")
    .addHelpText('after', EXAMPLES);
  visitor
    .command('export')
    .description('all that is stored of a visitor, a line of JSON an event')
    .argument('<visitor-id>', 'as the tracker sent it')
    .option('--site <domain>', 'only of this site, by domain or id (default: of every site)')
    .option('--output <file>', 'write it there (default: standard output)')
    .action((id: string, flags: VisitorFlags) => exportOne(terminal, id, flags));
  visitor
    .command('erase')
    .description('erase a visitor from every store and every figure')
    .argument('<visitor-id>', 'as the tracker sent it')
    .option('--site <domain>', 'only from this site, by domain or id (default: from every site)')
    .option('--yes', "don't ask")
    .action((id: string, flags: VisitorFlags) => eraseOne(terminal, id, flags));
}

async function exportOne(terminal: Terminal, id: string, { site, output }: VisitorFlags): Promise<void> {
  const visitorId = readVisitorId(id);
  await withInstallation(
    terminal.env,
    async (installation) => {
      const wanted = { visitorId, site: await checkSite(installation, site), actor: cliActor() };
      const exported = await exportVisitor(installation, wanted);
      try {
        if (output !== undefined) await copyFile(exported.file, output);
        else await pipeline(createReadStream(exported.file), terminal.stdout, { end: false });
        terminal.stderr.write(`${plural(exported.events, 'event')}.\n`);
      } finally {
        await exported.release();
      }
    },
    { isLogSilent: true },
  );
}

async function eraseOne(terminal: Terminal, id: string, { site, yes }: VisitorFlags): Promise<void> {
  const visitorId = readVisitorId(id);
  if (!yes && terminal.stdin.isTTY !== true) throw new UsageError('erasing a visitor needs a yes: add --yes');
  await withInstallation(
    terminal.env,
    async (installation) => {
      const wanted = { visitorId, site: await checkSite(installation, site), actor: cliActor() };
      if (!yes && !(await confirm(terminal, 'Erase this visitor for good?'))) {
        terminal.stdout.write('Nothing was erased.\n');
        return;
      }
      const erased = await eraseVisitor(installation, wanted);
      // The figures, too, where Tidemark doesn't run.
      await rollUpAll({ pool: installation.database.pool, events: installation.events });
      terminal.stdout.write(
        `Erased ${plural(erased.erased_events, 'event')} on ${plural(erased.affected_days, 'day')} (audit log: ${String(erased.audit_id)}). Archive files are written anew while Tidemark runs, or with: npm run tidemark -- archive close\n`,
      );
    },
    { isLogSilent: true },
  );
}

function readVisitorId(id: string): string {
  const parsed = visitorPath.safeParse({ visitor_id: id });
  if (!parsed.success) throw new UsageError('a visitor id has 1 to 100 characters');
  return parsed.data.visitor_id;
}

async function checkSite({ sites }: Installation, site: string | undefined): Promise<string | undefined> {
  return site === undefined ? undefined : (await findSite(sites, site)).domain;
}
