import type { IncomingMessage } from 'node:http';
import { isSameSecret } from '../../http/is-same-secret.js';

/** What a proxy adds: with any of them, whoever asks may be anywhere. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
/** A page in a browser here that made its own name lead to this machine still says that name. */
const LOCAL_NAME = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/**
 * Whether a request may read the metrics: with the token, or without one by a program on this machine that comes straight
 * here. Asked before `X-Forwarded-For` is settled, which afterwards is always there.
 */
export function mayReadMetrics({ headers, socket }: IncomingMessage, token: string | undefined): boolean {
  const shown = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (headers.authorization !== undefined) return token !== undefined && isSameSecret(shown, token);
  return (
    LOOPBACK.test(socket.remoteAddress ?? '') &&
    LOCAL_NAME.test(headers.host ?? '') &&
    FORWARDED.every((name) => headers[name] === undefined)
  );
}
