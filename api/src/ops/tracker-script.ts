import { readFile } from 'node:fs/promises';
import { Router } from 'express';
import { hasCode } from '../domain/has-code.js';
import { AppError } from '../errors.js';

const DIST = new URL('../../../tracker/dist/', import.meta.url);

interface Script {
  hash: string;
  text: string;
}

/**
 * `GET /tracker.js` and `GET /tidemark-banner.js`, and the same at `/tracker.<hash>.js`, `/tidemark-banner.<hash>.js` for
 * ever. Open to every origin.
 */
export async function createTrackerScriptRouter(): Promise<Router> {
  const built = await readBuild();
  const router = Router();
  for (const name of ['tracker', 'tidemark-banner'] as const) {
    router.get([`/${name}.js`, `/${name}.:hash.js`], (request, response) => {
      const { hash } = request.params as { hash?: string };
      const script = built?.[name];
      if (!script || (hash !== undefined && hash !== script.hash)) {
        throw new AppError({
          code: 'not_found',
          detail: script ? 'There is no such tracker script.' : 'The tracker is not built: run npm run build.',
        });
      }
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      response.setHeader('Cache-Control', hash ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
      response.type('text/javascript').send(script.text);
    });
  }
  return router;
}

interface Built {
  file: string;
  hash: string;
}

async function readBuild(): Promise<Record<'tracker' | 'tidemark-banner', Script> | null> {
  const read = async ({ file, hash }: Built): Promise<Script> => ({
    hash,
    text: await readFile(new URL(file, DIST), 'utf8'),
  });
  try {
    const manifest = JSON.parse(await readFile(new URL('manifest.json', DIST), 'utf8')) as Built & { banner: Built };
    return { tracker: await read(manifest), 'tidemark-banner': await read(manifest.banner) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
