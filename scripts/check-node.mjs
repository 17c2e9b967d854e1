// Written in old JavaScript on purpose: an old Node must be able to read this file to say that it is too old.
import { readFileSync } from 'fs';
import { fileURLToPath } from 'url';

function isNewEnough(range, version) {
  return range.split('||').some(function (part) {
    const sign = part.trim().match(/^(\^|>=)(\d+)\.(\d+)/);
    const major = Number(sign[2]);
    const isSameMajor = version[0] === major;
    return (isSameMajor && version[1] >= Number(sign[3])) || (sign[1] === '>=' && version[0] > major);
  });
}

/** Loads and runs a task, or says in one line why this Node can't. */
export function runTask(load) {
  const manifest = fileURLToPath(new URL('../package.json', import.meta.url));
  const range = JSON.parse(readFileSync(manifest, 'utf8')).engines.node;
  if (!isNewEnough(range, process.versions.node.split('.').map(Number))) {
    console.error(
      'Tidemark needs Node ' + range + '; this is ' + process.versions.node + '. See nodejs.org for a newer one.',
    );
    process.exitCode = 1;
    return;
  }
  load()
    .then(function (task) {
      return task.run(process.argv.slice(2));
    })
    .then(
      function (code) {
        if (typeof code === 'number') process.exitCode = code;
      },
      function (error) {
        console.error(error.isPlain ? error.message : error);
        process.exitCode = 1;
      },
    );
}
