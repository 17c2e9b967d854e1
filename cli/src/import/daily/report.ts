import { dayMetrics, lengthOf, metricNames, type DailyHistory, type ImportedDay } from '@tidemark/api';
import { formatCount } from '../../format.js';

export interface DailyImportSummary {
  site: string;
  history: Pick<DailyHistory, 'tool' | 'taken' | 'leftOut'>;
  /** Those stored, or to be stored, in order. */
  days: readonly ImportedDay[];
  replaced: number;
  /** The day that was left out, since it isn't over. */
  running: string | null;
  /** The first day that the site has measured itself. */
  firstMeasured: string | null;
  isNewSite: boolean;
  isDryRun: boolean;
}

/** What was imported or would be, and what forecasts make of it, as lines for the terminal. */
export function formatReport(summary: DailyImportSummary): string {
  const { days, history, replaced } = summary;
  const [first, last] = [days[0]?.date ?? '', days.at(-1)?.date ?? ''];
  const gaps = lengthOf({ from: first, to: last }) - days.length;
  const rows: [string, string][] = [
    ['days', `${formatCount(days.length)}, ${first} to ${last}`],
    ...(replaced > 0 ? [['replaced', formatCount(replaced)] satisfies [string, string]] : []),
    ['days missing in between', gaps === 0 ? 'none' : formatCount(gaps)],
    ['source', history.tool],
    ...dayMetrics.map((metric): [string, string] => {
      const column = history.taken.find((taken) => taken.metric === metric)?.column;
      return [metricNames[metric], column === undefined ? 'not in the file' : `from ${JSON.stringify(column)}`];
    }),
    ...(history.leftOut.length > 0
      ? [
          ['columns left out', history.leftOut.map((name) => JSON.stringify(name)).join(', ')] satisfies [
            string,
            string,
          ],
        ]
      : []),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `Daily history of ${summary.site}${summary.isNewSite ? ', a new site' : ''}`,
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    ...describeUse(summary),
    '',
  ].join('\n');
}

function describeUse({ days, running, firstMeasured, isDryRun }: DailyImportSummary): string[] {
  const unused = firstMeasured === null ? 0 : days.filter(({ date }) => date > firstMeasured).length;
  return [
    ...(running === null ? [] : [`Left out: ${running}, which isn't over yet.`]),
    ...(unused === 0 || firstMeasured === null
      ? []
      : [
          `${formatCount(unused)} of these days are kept but not used: Tidemark has full days of its own after ${firstMeasured}.`,
        ]),
    isDryRun
      ? 'This was a dry run: nothing was written.'
      : 'Only forecasts use these days; reports show what Tidemark measured.',
  ];
}
