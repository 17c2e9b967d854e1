import { previewDigest } from '@tidemark/api';
import type { Command } from 'commander';
import { withInstallation } from '../database.js';
import { findSite } from './find-site.js';
import type { Terminal } from './terminal.js';

const EXAMPLES = `
Examples:
  $ npm run tidemark -- digest preview --site example.com
  $ npm run tidemark -- digest preview --site example.com --html > digest.html

The digest leaves on Mondays at 07:00 of the site's time zone, once an admin has turned it on in the settings.`;

/** `tidemark digest preview`. */
export function addDigestCommand(program: Command, terminal: Terminal): void {
  program
    .command('digest')
    .description('see the weekly digest of a site')
    .addHelpText('after', EXAMPLES)
    .command('preview')
    .description('what would be sent now; nothing is')
    .requiredOption('--site <host>', 'the site, by domain or id')
    .option('--html', 'the HTML part, rather than the text')
    .action((flags: { site: string; html?: true }) => preview(terminal, flags));
}

async function preview(terminal: Terminal, { site: name, html }: { site: string; html?: true }): Promise<void> {
  await withInstallation(
    terminal.env,
    async ({ config, database, sites }) => {
      const deps = { pool: database.pool, now: () => new Date(), dashboardUrl: config.dashboardUrl };
      const digest = await previewDigest(deps, await findSite(sites, name));
      terminal.stdout.write(html ? `${digest.html}\n` : `Subject: ${digest.subject}\n\n${digest.text}`);
    },
    { isLogSilent: true },
  );
}
