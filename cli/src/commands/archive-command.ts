import type { Command } from 'commander';
import { CommandError, messageOf } from '../command-error.js';
import { withInstallation, type Installation } from '../database.js';
import { createProgress, type Progress } from '../progress.js';
import { describeLost, describeStatus } from './describe-archive.js';
import { findSite, nameSites } from './find-site.js';
import { formatBytes, plural } from '../format.js';
import type { Terminal } from './terminal.js';
import { untilInterrupted } from './until-interrupted.js';

interface ArchiveFlags {
  site?: string;
  quiet?: true;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- archive status
  $ npm run tidemark -- archive close --site example.com
  $ npm run tidemark -- archive verify || echo 'look at the archive'

Tidemark archives by itself, an hour after a day's end (UTC), and reads all files once a week. All of this may be run while
it works, and again. Exit codes: 0 done, 1 failed, or a file is missing or damaged, 2 called wrongly, 130 interrupted.`;

/** `tidemark archive status | close | verify`. */
export function addArchiveCommand(program: Command, terminal: Terminal): void {
  const archive = program
    .command('archive')
    .description('see, bring up to date and check the archive of days that are over')
    .addHelpText('after', EXAMPLES);
  archive
    .command('status')
    .description('what is in the archive, and what is still in PostgreSQL')
    .option('--site <domain>', 'only this site, by domain or id')
    .action((flags: ArchiveFlags) => showStatus(terminal, flags));
  archive
    .command('close')
    .description('archive now what is due, write changed days and lost files anew, and sum up months')
    .option('--site <domain>', 'only this site, by domain or id')
    .option('--quiet', 'no progress')
    .action((flags: ArchiveFlags) => untilInterrupted((signal) => close(terminal, flags, signal)));
  archive
    .command('verify')
    .description('read every file and compare its hash; exit code 1 where one is missing or damaged')
    .option('--site <domain>', 'only this site, by domain or id')
    .option('--quiet', 'no progress')
    .action((flags: ArchiveFlags) => untilInterrupted((signal) => verify(terminal, flags, signal)));
}

async function showStatus(terminal: Terminal, { site }: ArchiveFlags): Promise<void> {
  await withInstallation(terminal.env, async ({ sites, events }) => {
    const status = await events.archiveStatus(await chooseSite(sites, site));
    terminal.stdout.write(describeStatus(status, await nameSites(sites)));
  });
}

async function close(terminal: Terminal, { site, quiet }: ArchiveFlags, signal: AbortSignal): Promise<void> {
  await withInstallation(
    terminal.env,
    async ({ sites, events }) => {
      const options = { ...(await chooseSite(sites, site)), signal };
      const nameSite = await nameSites(sites);
      const follow = <Result>(label: string, work: (onProgress: Progress['update']) => Promise<Result>) => {
        const progress = createProgress({ label, isQuiet: quiet ?? false, stream: terminal.stderr });
        return work(progress.update).finally(progress.stop);
      };
      // What is lost is known to the process that found it: only so it's written anew here.
      await follow('Checking', (onProgress) => events.verifyArchive({ ...options, isHotOnly: true, onProgress }));
      const { written, failed } = await follow('Archiving', (onProgress) =>
        events.closeDays({ ...options, isEveryDirtyDue: true, onProgress }),
      );
      const months = await follow('Summing up', (onProgress) => events.summarize({ ...options, onProgress }));
      const rows = written.reduce((sum, day) => sum + day.rows, 0);
      const sizeBytes = written.reduce((sum, day) => sum + day.sizeBytes, 0);
      terminal.stdout.write(
        `Archived ${plural(written.length, 'day')}: ${plural(rows, 'event')}, ${formatBytes(sizeBytes)}. Summed up ${plural(months, 'month')}.\n`,
      );
      for (const { siteId, day, error } of failed)
        terminal.stderr.write(`not archived: ${nameSite(siteId)}, ${day}: ${messageOf(error)}\n`);
      const lost = await events.countLostFiles();
      if (lost > 0)
        terminal.stderr.write(
          `${plural(lost, 'archive file')} missing or damaged: npm run tidemark -- archive verify\n`,
        );
      if (signal.aborted) throw new CommandError('stopped; the same command goes on', { exitCode: 130 });
      if (failed.length > 0)
        throw new CommandError(`${plural(failed.length, 'day')} could not be archived; nothing of them is lost`);
    },
    { isLogSilent: true },
  );
}

async function verify(terminal: Terminal, { site, quiet }: ArchiveFlags, signal: AbortSignal): Promise<void> {
  await withInstallation(
    terminal.env,
    async ({ sites, events }) => {
      const options = await chooseSite(sites, site);
      const nameSite = await nameSites(sites);
      const progress = createProgress({ label: 'Verifying', isQuiet: quiet ?? false, stream: terminal.stderr });
      const { checked, lost } = await events
        .verifyArchive({ ...options, signal, onProgress: progress.update })
        .finally(progress.stop);
      if (lost.length === 0) {
        terminal.stdout.write(`${plural(checked, 'archive file')}: all as they were written.\n`);
        return;
      }
      const { place } = await events.archiveStatus(options);
      for (const day of lost) terminal.stdout.write(`${describeLost(day, place, nameSite)}\n`);
      throw new CommandError(`${String(lost.length)} of ${plural(checked, 'archive file')} missing or damaged`);
    },
    { isLogSilent: true },
  );
}

async function chooseSite(sites: Installation['sites'], site: string | undefined): Promise<{ siteId?: number }> {
  return site === undefined ? {} : { siteId: (await findSite(sites, site)).id };
}
