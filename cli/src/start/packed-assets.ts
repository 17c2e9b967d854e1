import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';

/** How the build has packed its files, by the name in HTTP, the smallest first. */
const endings = { br: '.br', gzip: '.gz' } as const;

/** Lets the packed form of a file in the folder answer in its place, where the build made one and the browser takes it. */
export function packedAssets(folder: string): RequestHandler {
  const files = new Set(existsSync(folder) ? readdirSync(folder) : []);
  return (request, response, next) => {
    response.vary('Accept-Encoding');
    const name = request.path.slice(1);
    for (const [encoding, ending] of Object.entries(endings)) {
      if (!files.has(name + ending) || request.acceptsEncodings(encoding) !== encoding) continue;
      response.type(path.extname(name)).set('Content-Encoding', encoding);
      request.url = `/${name}${ending}`;
      break;
    }
    next();
  };
}
