/** `npm run ml -- COMMAND ...`: a command of the forecasting service's package. `lock` locks its requirements anew. */
import { lockPython } from '../lock-python.mjs';
import { runVisibly } from '../process.mjs';
import { mlRoom } from '../python-rooms.mjs';
import { pythonEnv, requirePython } from '../python-tools.mjs';

export async function run(args) {
  if (args[0] === 'lock') return lockPython(mlRoom, args.slice(1));
  const python = await requirePython();
  return runVisibly([python, '-m', 'tidemark_ml', ...args], { env: pythonEnv() });
}
