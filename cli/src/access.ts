import type { Audit, AuditActor } from '@tidemark/api';
import { cliActor } from './cli-actor.js';
import { withInstallation, type Installation } from './database.js';

/** What changing users and keys takes. */
export interface Access {
  pool: Installation['database']['pool'];
  now: () => Date;
  record: Audit['record'];
  /** Who runs the command: the system's user. */
  actor: AuditActor;
}

/** {@link withInstallation}, for commands about who may what. */
export function withAccess<Result>(
  env: Record<string, string | undefined>,
  work: (access: Access, installation: Installation) => Promise<Result>,
): Promise<Result> {
  return withInstallation(
    env,
    (installation) => {
      const access: Access = {
        pool: installation.database.pool,
        now: () => new Date(),
        record: installation.audit.record,
        actor: cliActor(),
      };
      return work(access, installation);
    },
    { isLogSilent: true },
  );
}
