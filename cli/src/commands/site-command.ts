import { removeSite } from '@tidemark/api';
import { newSite } from '@tidemark/contracts';
import type { Command } from 'commander';
import { CommandError, UsageError } from '../command-error.js';
import { withInstallation } from '../database.js';
import { confirm, type Terminal } from './terminal.js';

const EXAMPLES = `
Examples:
  $ npm run tidemark -- site list
  $ npm run tidemark -- site add example.com --timezone Europe/Berlin --country DE
  $ npm run tidemark -- site remove example.com`;

/** `tidemark site list | add | remove`. */
export function addSiteCommand(program: Command, terminal: Terminal): void {
  const site = program.command('site').description('list, add and remove sites').addHelpText('after', EXAMPLES);
  site
    .command('list')
    .description('the sites, with their time zones')
    .action(() => listSites(terminal));
  site
    .command('add')
    .description('register a site')
    .argument('<domain>', 'such as example.com')
    .option('--name <name>', 'what to call it (default: its domain)')
    .option('--timezone <tz>', 'its time zone, such as Europe/Berlin (default: UTC)')
    .option('--country <code>', 'its country, for holidays, such as DE')
    .action((domain: string, flags: Record<string, string>) => addSite(terminal, { domain, ...flags }));
  site
    .command('remove')
    .description('remove a site and everything measured on it')
    .argument('<domain>', 'domain or id')
    .option('--yes', "don't ask")
    .action((domain: string, { yes }: { yes?: true }) => removeOneSite(terminal, domain, yes ?? false));
}

async function listSites(terminal: Terminal): Promise<void> {
  await withInstallation(terminal.env, async ({ sites }) => {
    const known = await sites.list();
    if (known.length === 0) terminal.stdout.write('No site yet. Add one: npm run tidemark -- site add example.com\n');
    const width = Math.max(...known.map((site) => site.domain.length), 0);
    for (const site of known) {
      terminal.stdout.write(
        `${String(site.id).padStart(4)}  ${site.domain.padEnd(width)}  ${site.timezone}${site.isDemo ? '  (demo)' : ''}\n`,
      );
    }
  });
}

async function addSite(terminal: Terminal, given: Record<string, string>): Promise<void> {
  const parsed = newSite.safeParse(given);
  if (!parsed.success)
    throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
  const domain = parsed.data.domain.replace(/^www\./, '');
  const { name = domain, timezone = 'UTC', country = null } = parsed.data;
  await withInstallation(terminal.env, async ({ sites }) => {
    if ((await sites.list()).some((site) => site.domain === domain))
      throw new CommandError(`${domain} is already a site`);
    const site = await sites.save({ domain, name, timezone, country });
    terminal.stdout.write(`Added ${site.domain} (id ${String(site.id)}, ${site.timezone}).\n`);
  });
}

async function removeOneSite(terminal: Terminal, domainOrId: string, isSure: boolean): Promise<void> {
  if (!isSure && terminal.stdin.isTTY !== true) throw new UsageError('removing a site needs a yes: add --yes');
  await withInstallation(terminal.env, async ({ sites, events }) => {
    const site = await sites.find(domainOrId);
    if (site === null)
      throw new CommandError(`there is no site ${domainOrId}; see them with: npm run tidemark -- site list`);
    if (!isSure && !(await confirm(terminal, `Remove ${site.domain} and everything measured on it?`))) {
      terminal.stdout.write('Nothing was removed.\n');
      return;
    }
    await removeSite({ sites, events }, site.id);
    terminal.stdout.write(`Removed ${site.domain}.\n`);
  });
}
