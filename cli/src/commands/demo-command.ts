import type { Command } from 'commander';
import { withInstallation } from '../database.js';
import { makeDemo, removeDemo } from '../demo/ensure-demo.js';
import { DEMO_DOMAIN } from '../demo/pages.js';
import { createProgress } from '../progress.js';
import type { Terminal } from './terminal.js';

const EXAMPLES = `
Examples:
  $ npm run tidemark -- demo            a made-up bookshop with two years of made-up visits, up to now
  $ npm run tidemark -- demo --remove   and away with it`;

/** `tidemark demo [--remove]`. */
export function addDemoCommand(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description('make the demo site anew, or remove it')
    .option('--remove', 'remove the demo site and all its visits')
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action(({ remove, quiet }: { remove?: true; quiet?: true }) =>
      withInstallation(terminal.env, async (installation) => {
        if (remove === true) {
          const wasThere = await removeDemo(installation);
          terminal.stdout.write(wasThere ? `Removed ${DEMO_DOMAIN}.\n` : 'There is no demo site.\n');
          return;
        }
        const progress = createProgress({ label: 'Making the demo', isQuiet: quiet ?? false, stream: terminal.stderr });
        await makeDemo(installation, { onProgress: progress.update }).finally(progress.stop);
        terminal.stdout.write(
          `Made ${DEMO_DOMAIN}: made-up visits of two years, to look around. Remove it with: npm run tidemark -- demo --remove\n`,
        );
      }),
    );
}
