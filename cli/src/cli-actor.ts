import { userInfo } from 'node:os';
import type { AuditActor } from '@tidemark/api';

/** Who runs a command, for the audit log: the system's user. */
export function cliActor(): AuditActor {
  return { kind: 'cli', name: userInfo().username };
}
