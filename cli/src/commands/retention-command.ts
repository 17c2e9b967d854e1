import type { Command } from 'commander';
import { withInstallation } from '../database.js';
import { describeRetention } from './describe-retention.js';
import { nameSites } from './find-site.js';
import type { Terminal } from './terminal.js';

const EXAMPLES = `
Examples:
  $ npm run tidemark -- retention --dry-run     what would go, and what stays and why
  $ npm run tidemark -- retention               let it go now

Tidemark does this every night. From PostgreSQL go days that are older than HOT_DAYS and safely in the archive; from the
archive, days past RETENTION_DAYS or what their site says (npm run tidemark -- site set example.com --retention-days 90).
Daily figures stay. Exit codes: 0 done, 1 failed, 2 called wrongly.`;

/** `tidemark retention [--dry-run]`. */
export function addRetentionCommand(program: Command, terminal: Terminal): void {
  program
    .command('retention')
    .description("let go of what needn't be kept, and give the disk back")
    .option('--dry-run', 'tell what would go, and change nothing')
    .addHelpText('after', EXAMPLES)
    .action(({ dryRun: isDryRun = false }: { dryRun?: boolean }) =>
      withInstallation(
        terminal.env,
        async ({ config: { hotDays, retentionDays }, sites, events }) => {
          const report = await events.applyRetention({ hotDays, retentionDays, isDryRun });
          terminal.stdout.write(describeRetention(report, { isDryRun, hotDays, nameSite: await nameSites(sites) }));
        },
        { isLogSilent: true },
      ),
    );
}
