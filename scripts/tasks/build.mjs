/** `npm run build`: installs, and builds what changed. */
import { say } from '../process.mjs';
import { setUp } from '../set-up.mjs';

export async function run() {
  await setUp();
  say('Everything is built.');
}
