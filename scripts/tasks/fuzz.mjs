/** `npm run test:fuzz [-- schemathesis run's arguments]`: a fuzzer on the whole HTTP interface. `lock` locks its requirements anew. */
import path from 'node:path';
import { lockPython } from '../lock-python.mjs';
import { runVisibly } from '../process.mjs';
import { fuzzRoom } from '../python-rooms.mjs';
import { requirePython } from '../python-tools.mjs';
import { setUp } from '../set-up.mjs';

export async function run(args) {
  if (args[0] === 'lock') return lockPython(fuzzRoom, args.slice(1));
  const python = await requirePython({ purpose: 'development', room: fuzzRoom });
  await setUp(['contracts', 'tracker', 'api']);
  return runVisibly([process.execPath, path.join(fuzzRoom.folder, 'run.mjs'), python, ...args]);
}
