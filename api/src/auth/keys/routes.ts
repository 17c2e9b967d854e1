import { apiKeyPath, newApiKey, type ApiKeyList } from '@tidemark/contracts';
import { Router } from 'express';
import { actorOf } from '../../audit/index.js';
import { noStore } from '../../http/no-store.js';
import { principalOf, signInOf } from '../../http/principal.js';
import { readJson } from '../../http/read-json.js';
import { requireJson } from '../../http/require-json.js';
import { parseOrRefuse } from '../../http/validation.js';
import type { Auth } from '../auth.js';
import { createKey, listKeys, revokeKey } from './keys.js';

/** `GET|POST /api/keys`, `DELETE /api/keys/{id}`: one's own; for an admin everybody's. */
export function createKeysRouter(auth: Auth): Router {
  const router = Router();
  router.use(readJson('100kb'), noStore);

  router.get('/', async (_request, response) => {
    response.json({ data: await listKeys(auth, whoseOf(signInOf(response).user)) } satisfies ApiKeyList);
  });

  router.post('/', requireJson, async (request, response) => {
    const { user } = signInOf(response);
    const { siteIds } = principalOf(response);
    const given = parseOrRefuse(newApiKey, request.body);
    response.status(201).json(await createKey(auth, { ...user, siteIds }, { ...given, actor: actorOf(response) }));
  });

  router.delete('/:id', async (request, response) => {
    const userId = whoseOf(signInOf(response).user);
    const { id } = parseOrRefuse(apiKeyPath, request.params);
    await revokeKey(auth, { id, userId, actor: actorOf(response) });
    response.status(204).end();
  });

  return router;
}

/** Null: everybody's. */
function whoseOf({ id, role }: { id: number; role: 'admin' | 'viewer' }): number | null {
  return role === 'admin' ? null : id;
}
