/**
 * `npm run test:security`: known vulnerabilities in what is shipped, npm's packages and Python's. A check that couldn't be
 * made is no check that passed: it says why, and fails with a code of its own.
 */
import path from 'node:path';
import { npm, runQuietly, say } from '../process.mjs';
import { fuzzRoom, mlRoom } from '../python-rooms.mjs';
import { requirePython } from '../python-tools.mjs';

const FOUND = 1;
const NOT_CHECKED = 2;

const firstLine = (text) =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim()
    .slice(0, 300) ?? 'no answer';

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what isn't JSON is told as it is
  }
}

/** High and critical ones in what runs in production; npm grades them. */
async function checkNpm() {
  const { code, output } = await runQuietly(npm('audit', '--omit=dev', '--audit-level=high', '--json'));
  const report = parse(output);
  const counts = report?.metadata?.vulnerabilities;
  if (!counts) return { notChecked: report?.message ?? report?.error?.summary ?? firstLine(output) };
  const names = Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`);
  return { found: code === 0 ? [] : names };
}

/** Any known ones in what the forecasting service is installed from; those databases don't grade them. */
async function checkPython() {
  const python = await requirePython({ purpose: 'development', room: fuzzRoom });
  const list = path.join(mlRoom.folder, 'requirements.txt');
  const words = [
    '-m',
    'pip_audit',
    '--require-hashes',
    '--disable-pip',
    '--format=json',
    '--progress-spinner=off',
    '-r',
    list,
  ];
  const { output } = await runQuietly([python, ...words]);
  const report = parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  if (!report?.dependencies) return { notChecked: firstLine(output.split('\n').reverse().join('\n')) };
  const { dependencies } = report;
  const found = dependencies
    .filter(({ vulns = [] }) => vulns.length > 0)
    .map(({ name, version, vulns }) => `${name} ${version} (${vulns.map(({ id }) => id).join(', ')})`);
  const unknown = dependencies.filter(({ skip_reason: reason }) => reason);
  if (found.length > 0 || unknown.length === 0) return { found };
  const [{ name, skip_reason: reason }] = unknown;
  return { notChecked: `${unknown.length} of ${dependencies.length} packages, such as ${name}: ${firstLine(reason)}` };
}

async function check(what, look) {
  const { found = [], notChecked } = await look();
  if (notChecked !== undefined) {
    say(`NOT CHECKED ${what}: ${notChecked}`);
    return NOT_CHECKED;
  }
  say(found.length > 0 ? `FOUND in ${what}: ${found.join('; ')}` : `ok    ${what}: nothing known against them`);
  return found.length > 0 ? FOUND : 0;
}

export async function run() {
  const codes = [await check("npm's packages", checkNpm), await check("Python's packages", checkPython)];
  if (codes.includes(FOUND)) return FOUND;
  return Math.max(...codes);
}
