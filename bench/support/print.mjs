/** What benchmarks say: Markdown tables, and whether a goal is met. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';

/** Prints rows below a head, every column as wide as its longest cell. */
export function printTable(head, rows) {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column].length)));
  const toLine = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  console.log(
    [toLine(lines[0]), toLine(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(toLine)].join('\n'),
  );
}

/** Which machine this is, and how busy it was before: figures without it say little. */
export async function printMachine() {
  const load = (await readFile('/proc/loadavg', 'utf8').catch(() => os.loadavg().join(' '))).trim();
  const gb = Math.round(os.totalmem() / 1e9);
  console.log(`${os.availableParallelism()} cores, ${gb} GB, load ${load}, Node ${process.versions.node}\n`);
}

/** A table's cell: whether a figure is at most its goal, else at most what it must be. */
export function judge(figure, { goal, must = goal }) {
  const limits = must === goal ? `goal ${goal}` : `goal ${goal}, must ${must}`;
  if (figure === null || Number.isNaN(figure)) return `not measured (${limits})`;
  return `${figure <= goal ? 'met' : figure <= must ? 'goal missed, must met' : 'missed'} (${limits})`;
}

export const formatCount = (count) => Math.round(count).toLocaleString('en-US');

/** A table's cell: whether a figure is at least its goal. */
export const judgeAtLeast = (figure, goal) =>
  Number.isFinite(figure)
    ? `${figure >= goal ? 'met' : 'missed'} (at least ${goal})`
    : `not measured (at least ${goal})`;
