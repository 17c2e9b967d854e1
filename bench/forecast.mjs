/**
 * `npm run bench -- forecast --series FILE --meta FILE [--limit N] [--validation] [--no-fine-tuning] [--out FILE]`: how far
 * forecasts are off, on series that the network never saw, by size of site and length of history. The reference is the same
 * weekday last week.
 */
import path from 'node:path';
import { root, runVisibly } from '../scripts/process.mjs';

const python = path.join(root, 'ml', '.venv', 'bin', 'python');
const paths = process.argv.slice(2).map((word, index, words) =>
  // Paths are meant from where the command was given.
  ['--series', '--meta', '--out'].includes(words[index - 1] ?? '')
    ? path.resolve(process.env.INIT_CWD ?? process.cwd(), word)
    : word,
);
process.exitCode = await runVisibly([python, '-m', 'tidemark_ml', 'bench', ...paths], {
  cwd: path.join(root, 'ml'),
  env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', PYTHONPATH: path.join(root, 'ml', 'src') },
});
