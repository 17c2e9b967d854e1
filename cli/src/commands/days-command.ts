import { listMarks, markDays, MAX_MARKS, unmarkDays } from '@tidemark/api';
import { newMarkedDays, type NewMarkedDays } from '@tidemark/contracts';
import type { Command } from 'commander';
import { CommandError, UsageError } from '../command-error.js';
import { withInstallation } from '../database.js';
import { describeMarks, formatSpan } from './describe-marks.js';
import { findSite, nameSites } from './find-site.js';
import { renewForecasts } from './renew-forecasts.js';
import type { Terminal } from './terminal.js';

interface MarkFlags {
  site: string;
  from: string;
  to?: string;
  reason: string;
}

const FLAGS: Record<string, string> = { start_date: '--from', end_date: '--to', reason: '--reason' };

const EXAMPLES = `
Examples:
  $ npm run tidemark -- days mark --site example.com --from 2025-08-05 --to 2025-08-07 --reason 'bot attack'
  $ npm run tidemark -- days list --site example.com
  $ npm run tidemark -- days unmark 12

Forecasts and trainings leave marked days out, also when they come later; reports and the accuracy of forecasts show them as
they were. Days on which Tidemark was down for an hour or longer are marked by themselves, as an outage.`;

/** `tidemark days mark | list | unmark`. */
export function addDaysCommand(program: Command, terminal: Terminal): void {
  const days = program
    .command('days')
    .description('mark days that forecasts leave out, such as an outage, a bot attack or a campaign')
    .addHelpText('after', EXAMPLES);
  days
    .command('mark')
    .description('leave days out of forecasts')
    .requiredOption('--site <host>', 'the site, by domain or id')
    .requiredOption('--from <date>', "the first day, in the site's time zone, such as 2025-08-05")
    .option('--to <date>', 'the last day (default: the first)')
    .requiredOption('--reason <text>', 'why, in a few words')
    .action((flags: MarkFlags) => mark(terminal, flags));
  days
    .command('list')
    .description('the marked days, with their ids')
    .option('--site <host>', 'only of this site, by domain or id')
    .action((flags: { site?: string }) => list(terminal, flags.site));
  days
    .command('unmark')
    .description('let forecasts learn from days again')
    .argument('<id>', 'as the list shows it')
    .action((id: string) => unmark(terminal, id));
}

async function mark(terminal: Terminal, flags: MarkFlags): Promise<void> {
  const { start_date: start, end_date: end = start, reason } = readFlags(flags);
  await withInstallation(terminal.env, async (installation) => {
    const { id: siteId, domain } = await findSite(installation.sites, flags.site);
    const outcome = await markDays(installation.database.pool, { siteId, start, end, reason }, new Date());
    switch (outcome.kind) {
      case 'already_marked':
        throw new CommandError(`these days of ${domain} are marked already, as ${String(outcome.id)}`);
      case 'too_many':
        throw new CommandError(
          `${domain} has ${String(MAX_MARKS)} marks, which is the most: unmark some, or mark longer spans`,
        );
      case 'marked':
        await renewForecasts(installation, siteId);
        terminal.stdout.write(
          `Marked ${formatSpan(outcome.mark)} of ${domain} (id ${String(outcome.mark.id)}). Where forecasting is on, its forecasts are made anew.\n`,
        );
    }
  });
}

function readFlags(flags: MarkFlags): NewMarkedDays {
  const wanted = newMarkedDays.safeParse({
    start_date: flags.from,
    ...(flags.to !== undefined && { end_date: flags.to }),
    reason: flags.reason,
  });
  if (wanted.success) return wanted.data;
  const faults = wanted.error.issues.map(({ path, message }) => `${FLAGS[String(path[0])] ?? ''} ${message}`);
  throw new UsageError(faults.join('; ').replaceAll('start_date', '--from'));
}

async function list(terminal: Terminal, site: string | undefined): Promise<void> {
  await withInstallation(terminal.env, async ({ database: { pool }, sites }) => {
    const siteId = site === undefined ? null : (await findSite(sites, site)).id;
    terminal.stdout.write(describeMarks(await listMarks(pool, siteId), await nameSites(sites)));
  });
}

async function unmark(terminal: Terminal, given: string): Promise<void> {
  if (!/^\d{1,9}$/.test(given)) throw new UsageError('ID must be a number, as days list shows it');
  await withInstallation(terminal.env, async (installation) => {
    const { database, sites } = installation;
    const removed = await unmarkDays(database.pool, Number(given), null);
    if (removed === null)
      throw new CommandError(`there are no marked days ${given}; see them with: npm run tidemark -- days list`);
    await renewForecasts(installation, removed.siteId);
    const domain = (await nameSites(sites))(removed.siteId);
    terminal.stdout.write(
      `Unmarked ${formatSpan(removed)} of ${domain}. Where forecasting is on, its forecasts are made anew.\n`,
    );
  });
}
