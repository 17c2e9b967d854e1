/** Locks what a room's pyproject.toml asks for, with hashes, for every Python and platform that it allows. */
import { PlainError, runVisibly, say } from './process.mjs';
import { nameOf } from './python-rooms.mjs';

// The oldest Python that pyproject.toml allows. Nothing in the files tells from where or with which command they were made.
const options = [
  '--universal',
  '--python-version=3.10',
  '--generate-hashes',
  '--no-header',
  '--no-annotate',
  '--quiet',
];

/** What a list has beside the room's own dependencies; tools come on top of the same versions. */
const extras = { 'requirements-dev.txt': ['--extra', 'dev', '--constraint', 'requirements.txt'] };

/** @param args For uv: `--upgrade`, `--upgrade-package NAME`. Without any, what is locked stays as it is. */
export async function lockPython(room, args) {
  const uv = process.env.UV || 'uv';
  for (const file of new Set(Object.values(room.lists).flat())) {
    const words = [
      'pip',
      'compile',
      'pyproject.toml',
      ...options,
      ...(extras[file] ?? []),
      '--output-file',
      file,
      ...args,
    ];
    const code = await runVisibly([uv, ...words], { cwd: room.folder }).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
      throw new PlainError('Locking needs uv (pip install uv), on the PATH or named by UV.');
    });
    if (code !== 0) return code;
    say(`${nameOf(room)}/${file} is written.`);
  }
  return 0;
}
