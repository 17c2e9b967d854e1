import { findRecommendations, recommend } from '@tidemark/api';
import type { Command } from 'commander';
import { withInstallation } from '../database.js';
import { describeRecommended } from './describe-recommended.js';
import { findSite } from './find-site.js';
import { renewForecasts } from './renew-forecasts.js';
import type { Terminal } from './terminal.js';

interface RecommendFlags {
  site: string;
  dryRun?: boolean;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- recommend --site example.com --dry-run
  $ npm run tidemark -- recommend --site example.com

Recommendations are looked for by themselves after each close of day. Doing it again on the same day changes nothing.`;

/** `tidemark recommend`. */
export function addRecommendCommand(program: Command, terminal: Terminal): void {
  program
    .command('recommend')
    .description('look for what is worth doing on a site, with its evidence')
    .addHelpText('after', EXAMPLES)
    .requiredOption('--site <host>', 'the site, by domain or id')
    .option('--dry-run', 'show it and keep nothing')
    .action((flags: RecommendFlags) => recommendOne(terminal, flags));
}

async function recommendOne(terminal: Terminal, { site: name, dryRun = false }: RecommendFlags) {
  await withInstallation(
    terminal.env,
    async (installation) => {
      const { database, events, sites } = installation;
      const site = await findSite(sites, name);
      const deps = { pool: database.pool, events, find: findRecommendations, now: () => new Date() };
      const recommended = await recommend(deps, site, { isDryRun: dryRun });
      if (recommended.hasMarkedDays) await renewForecasts(installation, site.id);
      terminal.stdout.write(describeRecommended(site.domain, recommended));
    },
    { isLogSilent: true },
  );
}
