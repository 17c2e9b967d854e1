import { userInfo } from 'node:os';
import { createLogger, type Actor, type RecordAccess } from '@tidemark/api';
import { withInstallation, type Installation } from './database.js';

/** What changing users and keys takes. */
export interface Access {
  pool: Installation['database']['pool'];
  now: () => Date;
  record: RecordAccess;
  /** Who runs the command: the system's user. */
  actor: Actor;
}

/** {@link withInstallation}, for commands about who may what. */
export function withAccess<Result>(
  env: Record<string, string | undefined>,
  work: (access: Access, installation: Installation) => Promise<Result>,
): Promise<Result> {
  return withInstallation(
    env,
    (installation) => {
      const logger = createLogger(installation.config.logLevel);
      const access: Access = {
        pool: installation.database.pool,
        now: () => new Date(),
        record: (note) => Promise.resolve(logger.info('access', note)),
        actor: { kind: 'cli', name: userInfo().username },
      };
      return work(access, installation);
    },
    { isLogSilent: true },
  );
}
