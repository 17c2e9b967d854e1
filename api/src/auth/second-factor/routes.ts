import { recoveryCodesBody, totpBody, totpConfirmBody, totpRemoveBody, type SecondFactor } from '@tidemark/contracts';
import { Router } from 'express';
import { actorOf } from '../../audit/index.js';
import { signInOf } from '../../http/principal.js';
import { requireJson } from '../../http/require-json.js';
import { parseOrRefuse } from '../../http/validation.js';
import type { Auth } from '../auth.js';
import { beginTotp, confirmTotp } from './enable.js';
import { SELECT_SECOND_FACTOR } from './queries.js';
import { removeTotp } from './remove.js';
import { renewRecoveryCodes } from './renew-recovery-codes.js';

/** `GET|POST|DELETE /api/auth/totp`, `POST /api/auth/totp/confirm|recovery-codes`: one's own second factor. */
export function createSecondFactorRouter(auth: Auth): Router {
  const router = Router();

  router.get('/', async (_request, response) => {
    const { user } = signInOf(response);
    const { rows } = await auth.pool.query<{ enabled_at: Date | null; codes_left: number }>(SELECT_SECOND_FACTOR, [
      user.id,
    ]);
    const [found] = rows;
    response.json({
      enabled_at: found?.enabled_at?.toISOString() ?? null,
      recovery_codes_left: found?.codes_left ?? 0,
    } satisfies SecondFactor);
  });

  router.post('/', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const { password } = parseOrRefuse(totpBody, request.body);
    response.json(await beginTotp(auth, user, password));
  });

  router.post('/confirm', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const { code } = parseOrRefuse(totpConfirmBody, request.body);
    response.json(await confirmTotp(auth, user, { code, actor: actorOf(response) }));
  });

  router.post('/recovery-codes', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const given = parseOrRefuse(recoveryCodesBody, request.body);
    response.json(await renewRecoveryCodes(auth, user, { ...given, actor: actorOf(response) }));
  });

  router.delete('/', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const given = parseOrRefuse(totpRemoveBody, request.body);
    await removeTotp(auth, user, { ...given, actor: actorOf(response) });
    response.status(204).end();
  });

  return router;
}
