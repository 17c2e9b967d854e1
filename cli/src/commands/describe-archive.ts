import type { ArchiveStatus, LostDay, SiteArchive } from '@tidemark/api';
import { formatBytes, formatCount, formatTable, plural } from '../format.js';

type NameSite = (siteId: number) => string;

const HEADINGS = ['site', 'days', 'events', 'size', 'bytes/event', 'oldest', 'newest'];

/** How the archive stands, for a person. */
export function describeStatus({ place, sites, partitions }: ArchiveStatus, nameSite: NameSite): string {
  const table = formatTable([HEADINGS, ...sites.map((site) => describeSite(site, nameSite))]);
  const waiting = sites.flatMap((site) =>
    site.dirtyDays.map((day) => `To be written anew: ${nameSite(site.siteId)}, ${day}\n`),
  );
  const lost = sites.flatMap((site) =>
    site.lost.map((file) => `Lost: ${place}/${file.key} (${nameSite(site.siteId)}, ${file.day}; ${mend(file)})\n`),
  );
  const hotBytes = partitions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const hot = formatTable(partitions.map(({ name, sizeBytes }) => [`  ${name}`, formatBytes(sizeBytes)]));
  return [
    `Archive: ${place}\n\n${table}\n`,
    ...[...waiting, ...lost],
    `PostgreSQL: ${plural(partitions.length, 'partition')}, ${formatBytes(hotBytes)}\n${hot}`,
  ].join('');
}

function describeSite({ siteId, days, rows, sizeBytes, oldest, newest }: SiteArchive, nameSite: NameSite): string[] {
  const perEvent = rows === 0 ? '-' : (sizeBytes / rows).toFixed(1);
  return [
    ...[nameSite(siteId), formatCount(days), formatCount(rows), formatBytes(sizeBytes), perEvent],
    ...[oldest ?? '-', newest ?? '-'],
  ];
}

/** Which file, what is wrong with it, whose day it is and what to do, in one line. */
export function describeLost(day: LostDay, place: string, nameSite: NameSite): string {
  return `${place}/${day.key ?? ''} ${day.what} (${nameSite(day.siteId)}, ${day.day}, ${plural(day.rows, 'event')}; ${mend(day)})`;
}

const mend = ({ isHot }: { isHot: boolean }): string =>
  isHot
    ? 'PostgreSQL has its rows: npm run tidemark -- archive close writes it anew'
    : 'only the archive had it: bring the file back from a backup';
