import type { RetentionReport } from '@tidemark/api';
import { formatBytes, plural } from '../format.js';

interface Telling {
  isDryRun: boolean;
  hotDays: number;
  nameSite: (siteId: number) => string;
}

/** What went or would go, and what stays and why, for a person. */
export function describeRetention(report: RetentionReport, { isDryRun, hotDays, nameSite }: Telling): string {
  const gone = [...describePartitions(report), ...describeDays(report, nameSite)];
  const kept = report.kept.map(({ name, reason }) => `  ${name}: ${reason}`);
  const keeping = report.keeping.map(({ siteId, firstDay }) => `  ${nameSite(siteId)}: from ${firstDay} on`);
  const heading = isDryRun ? 'Would go' : 'Gone';
  return [
    ...(gone.length === 0 ? [isDryRun ? 'Nothing would go.' : 'Nothing had to go.'] : [`${heading}:`, ...gone]),
    ...(kept.length === 0
      ? []
      : [`Kept in PostgreSQL, though older than ${String(hotDays)} days (HOT_DAYS):`, ...kept]),
    ...(keeping.length === 0 ? [] : ['Kept of each site:', ...keeping]),
    ...(isDryRun ? ['This was a dry run: nothing was changed.'] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function describePartitions({ partitions }: RetentionReport): string[] {
  if (partitions.length === 0) return [];
  const sizeBytes = partitions.reduce((sum, partition) => sum + partition.sizeBytes, 0);
  return [
    `  PostgreSQL, archived: ${plural(partitions.length, 'partition')}, ${formatBytes(sizeBytes)}`,
    ...partitions.map((partition) => `    ${partition.name}  ${formatBytes(partition.sizeBytes)}`),
  ];
}

function describeDays({ days, keeping }: RetentionReport, nameSite: Telling['nameSite']): string[] {
  return keeping.flatMap(({ siteId, customEventsRemoved }) => {
    const own = days.filter((day) => day.siteId === siteId);
    const rows = own.reduce((sum, day) => sum + day.rows, 0);
    const sizeBytes = own.reduce((sum, day) => sum + day.sizeBytes, 0);
    const span = `${own[0]?.day ?? ''} to ${own.at(-1)?.day ?? ''}`;
    return [
      ...(own.length === 0
        ? []
        : [
            `  archive of ${nameSite(siteId)}: ${plural(own.length, 'day')}, ${span}, ${plural(rows, 'event')}, ${formatBytes(sizeBytes)}`,
          ]),
      ...(customEventsRemoved === 0 ? [] : [`  ${nameSite(siteId)}: ${plural(customEventsRemoved, 'custom event')}`]),
    ];
  });
}
