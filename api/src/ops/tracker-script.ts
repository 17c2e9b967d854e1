import { readFile } from 'node:fs/promises';
import { Router } from 'express';
import { AppError } from '../errors.js';

const DIST = new URL('../../../tracker/dist/', import.meta.url);

/** `GET /tracker.js`, and the same at `/tracker.<hash>.js` for ever. Open to every origin. */
export async function createTrackerScriptRouter(): Promise<Router> {
  const built = await readBuild();
  const router = Router();
  router.get(['/tracker.js', '/tracker.:hash.js'], (request, response) => {
    const { hash } = request.params as { hash?: string };
    if (!built || (hash !== undefined && hash !== built.hash)) {
      throw new AppError({
        code: 'not_found',
        detail: built ? 'There is no such tracker script.' : 'The tracker is not built: run npm run build.',
      });
    }
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.setHeader('Cache-Control', hash ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
    response.type('text/javascript').send(built.script);
  });
  return router;
}

async function readBuild(): Promise<{ hash: string; script: string } | null> {
  try {
    const manifest = JSON.parse(await readFile(new URL('manifest.json', DIST), 'utf8')) as {
      file: string;
      hash: string;
    };
    return { hash: manifest.hash, script: await readFile(new URL(manifest.file, DIST), 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
