import type { Config } from '@tidemark/api';
import { describeUrl } from './local-address.js';
import type { Plan } from './parts.js';

/**
 * What a newcomer needs to know once all is up.
 * @param config Where it listens.
 * @param plan What was started.
 * @param dataDir Where the data lies.
 */
export function describeAddresses(
  config: Pick<Config, 'apiHost' | 'apiPort' | 'dashboardPort' | 'publicUrl' | 'tls'>,
  plan: Plan,
  dataDir: string,
): string {
  const api = describeUrl(config, config.apiPort);
  const dashboard = `  Dashboard  ${describeUrl(config, config.dashboardPort)}`;
  return [
    '',
    'Tidemark is running.',
    '',
    ...(plan.parts.has('dashboard') ? [dashboard] : []),
    `  API        ${api} (docs: ${api}/api/docs)`,
    `  Data       ${dataDir}`,
    '',
    'Add it to a site by this line in the head of its pages:',
    `  <script defer data-site="example.com" src="${config.publicUrl ?? api}/tracker.js"></script>`,
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}
