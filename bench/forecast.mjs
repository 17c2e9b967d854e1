/**
 * How far forecasts are off, on series that the network never saw: every candidate, and the champion as it would serve after a
 * training on the days before the judged ones, by size of site and length of history. The reference is the same weekday last
 * week.
 *
 *   npm run bench -- forecast --series FILE --meta FILE [--limit N] [--validation] [--no-fine-tuning] [--jobs N] [--out FILE]
 */
import path from 'node:path';
import { runVisibly } from '../scripts/process.mjs';
import { pythonEnv, requirePython } from '../scripts/python-tools.mjs';
import { printMachine } from './support/print.mjs';

const words = process.argv.slice(2).map((word, index, all) =>
  // Paths are meant from where the command was given.
  ['--series', '--meta', '--out'].includes(all[index - 1] ?? '')
    ? path.resolve(process.env.INIT_CWD ?? process.cwd(), word)
    : word,
);
const python = await requirePython();
await printMachine();
process.exitCode = await runVisibly([python, '-m', 'tidemark_ml', 'bench', ...words], {
  env: { ...pythonEnv(), TF_CPP_MIN_LOG_LEVEL: '3' },
});
