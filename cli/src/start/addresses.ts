import type { Config, Credentials } from '@tidemark/api';
import { describeUrl } from './local-address.js';
import type { Plan } from './parts.js';

/**
 * What a newcomer needs to know once all is up.
 * @param config Where it listens.
 * @param plan What was started.
 * @param options.dataDir Where the data lies.
 * @param options.firstAdmin Who was made just now: the one time that the password is seen.
 */
export function describeAddresses(
  config: Pick<Config, 'apiHost' | 'apiPort' | 'dashboardPort' | 'publicUrl' | 'tls'>,
  plan: Plan,
  { dataDir, firstAdmin }: { dataDir: string; firstAdmin: Credentials | undefined },
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
    ...(firstAdmin ? describeAdmin(firstAdmin) : []),
    'Add it to a site by this line in the head of its pages:',
    `  <script defer data-site="example.com" src="${config.publicUrl ?? api}/tracker.js"></script>`,
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

function describeAdmin({ email, password }: Credentials): string[] {
  return [
    'Sign in as the first user, an admin. The password is shown this once; change it once you are in:',
    `  E-mail     ${email}`,
    `  Password   ${password}`,
    '',
  ];
}
