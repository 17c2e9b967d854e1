import type { Config } from '@tidemark/api';

const anyAddress: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * Where this machine reaches what listens at API_HOST.
 * @param config What the environment says.
 * @param port The port of the API or the dashboard.
 * @returns An address without a path.
 */
export function findLocalUrl(config: Pick<Config, 'apiHost' | 'tls'>, port: number): string {
  const host = anyAddress[config.apiHost] ?? config.apiHost;
  return `${config.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

/**
 * The address to show to whoever sits at this machine.
 * @param config What the environment says.
 * @param port The port of the API or the dashboard.
 * @returns The same, under its name where the name is known to everybody.
 */
export function describeUrl(config: Pick<Config, 'apiHost' | 'tls'>, port: number): string {
  return findLocalUrl(config, port).replace(/\/\/(?:127\.0\.0\.1|\[::1\]):/, '//localhost:');
}
