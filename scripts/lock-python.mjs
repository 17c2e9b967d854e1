/** Locks what ml/pyproject.toml asks for, with hashes, for every Python and platform that it allows. */
import { mlFolder } from './install-python.mjs';
import { PlainError, runVisibly, say } from './process.mjs';

// The oldest Python that pyproject.toml allows. Nothing in the files tells from where or with which command they were made.
const options = [
  '--universal',
  '--python-version=3.10',
  '--generate-hashes',
  '--no-header',
  '--no-annotate',
  '--quiet',
];

const files = [
  ['requirements.txt', []],
  // The tools come on top of the same versions.
  ['requirements-dev.txt', ['--extra', 'dev', '--constraint', 'requirements.txt']],
];

/** @param args For uv: `--upgrade`, `--upgrade-package NAME`. Without any, what is locked stays as it is. */
export async function lockPython(args) {
  const uv = process.env.UV || 'uv';
  for (const [file, more] of files) {
    const words = ['pip', 'compile', 'pyproject.toml', ...options, ...more, '--output-file', file, ...args];
    const code = await runVisibly([uv, ...words], { cwd: mlFolder }).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
      throw new PlainError('Locking needs uv (pip install uv), on the PATH or named by UV.');
    });
    if (code !== 0) return code;
    say(`ml/${file} is written.`);
  }
  return 0;
}
