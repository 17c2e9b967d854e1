import { quote } from '@tidemark/api';
import { formatCount } from '../../format.js';
import { leftOutLabels, leftOutReasons } from './classify.js';
import type { ImportSummary } from './import-access-log.js';

const SHOWN_LINE_LENGTH = 120;

/** What the import did, as lines for the terminal: a table, then the first malformed lines. */
export function formatReport(summary: ImportSummary, options: { site: string; elapsedMs: number }): string {
  const rows: [string, string][] = [
    ['lines read', formatCount(summary.lines)],
    ['page views added', formatCount(summary.added)],
    ['already there', formatCount(summary.alreadyThere)],
    ...(summary.closed > 0
      ? [['left out: older than HOT_DAYS and archived', formatCount(summary.closed)] satisfies [string, string]]
      : []),
    ...leftOutReasons
      .filter((reason) => summary.leftOut[reason] > 0)
      .map((reason): [string, string] => [`left out: ${leftOutLabels[reason]}`, formatCount(summary.leftOut[reason])]),
    ['days', summary.firstDay === null ? 'none' : `${summary.firstDay} to ${summary.lastDay ?? summary.firstDay}`],
    ['lines a second', formatCount(Math.round(summary.lines / Math.max(options.elapsedMs / 1_000, 0.001)))],
  ];
  const end = summary.isInterrupted ? ['Stopped. Run the same command again to go on: nothing is counted twice.'] : [];
  return [`Import into ${options.site}`, ...formatTable(rows), ...formatMalformed(summary), ...end, ''].join('\n');
}

function formatTable(rows: readonly [string, string][]): string[] {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(([name, value]) => `  ${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)}`);
}

function formatMalformed({ malformed, leftOut }: ImportSummary): string[] {
  if (malformed.length === 0) return [];
  const more = leftOut.malformed - malformed.length;
  return [
    'Malformed lines:',
    // Quoted as JSON: what a client sent must not steer the terminal.
    ...malformed.map(({ place, line }) => `  ${place}  ${quote(line, SHOWN_LINE_LENGTH)}`),
    ...(more > 0 ? [`  and ${formatCount(more)} more`] : []),
  ];
}
