import type { Config } from '@tidemark/api';
import type { Plan } from './parts.js';

/**
 * What a newcomer needs to know once all is up.
 * @param config The ports.
 * @param plan What was started.
 * @param dataDir Where the data lies.
 */
export function describeAddresses(
  config: Pick<Config, 'apiPort' | 'dashboardPort'>,
  plan: Plan,
  dataDir: string,
): string {
  const api = `http://localhost:${String(config.apiPort)}`;
  const dashboard = `  Dashboard  http://localhost:${String(config.dashboardPort)}`;
  return [
    '',
    'Tidemark is running.',
    '',
    ...(plan.parts.has('dashboard') ? [dashboard] : []),
    `  API        ${api} (docs: ${api}/api/docs)`,
    `  Data       ${dataDir}`,
    '',
    'Add it to a site by this line in the head of its pages:',
    `  <script defer data-site="example.com" src="${api}/tracker.js"></script>`,
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}
