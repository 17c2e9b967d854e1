import type { ReactNode } from 'react';
import { formatCount, formatDay, formatPeriod } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import type { ImportedDaysOutcome } from '../../types/settings.js';
import { Icon } from '../common/Icon.js';

/** What a file brings, or has brought. */
export function ImportOutcome({ outcome }: { outcome: ImportedDaysOutcome }) {
  const { dry_run: isPreview, days, first_day, last_day, columns, columns_left_out: others } = outcome;
  return (
    <div className="space-y-3 rounded-xl bg-sunken p-4 text-sm">
      <p role="status" className="font-medium">
        {isPreview
          ? t('settings:import.preview')
          : t('settings:import.stored', { count: outcome.stored, days: formatCount(outcome.stored) })}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        <Row name={t('settings:import.tool')}>{t(`settings:import.sources.${outcome.source}`)}</Row>
        <Row name={t('settings:import.period')}>
          {t('settings:import.days', { count: days, days: formatCount(days) })} ·{' '}
          {formatPeriod({ startDate: first_day, endDate: last_day })}
        </Row>
        <Row name={t('settings:import.missing')}>{formatCount(outcome.missing_days)}</Row>
        <Row name={t('settings:import.figures')}>
          {columns.map(({ metric, column }) => `${findMetric(metric).label} (${column})`).join(', ')}
        </Row>
        {others.length > 0 && <Row name={t('settings:import.notTaken')}>{others.join(', ')}</Row>}
      </dl>
      {tellNotes(outcome).map((note) => (
        <p key={note} className="flex gap-2">
          <Icon name="warning" className="size-5 text-beacon" />
          <span className="min-w-0">{note}</span>
        </p>
      ))}
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd dir="auto" className="min-w-0 break-words">
        {children}
      </dd>
    </>
  );
}

/** What the reader should know before saying yes, and after. */
function tellNotes(outcome: ImportedDaysOutcome): string[] {
  const { dry_run: isPreview, already_there: there, unused_days: unused, first_measured_day: measured } = outcome;
  return [
    ...(isPreview && there > 0 ? [t('settings:import.replaces', { count: there, days: formatCount(there) })] : []),
    ...(unused > 0 && measured !== null
      ? [t('settings:import.unused', { count: unused, days: formatCount(unused), day: formatDay(measured, 'full') })]
      : []),
    ...outcome.left_out.map(({ date, reason }) =>
      t(`settings:import.leftOut.${reason}`, { day: formatDay(date, 'full') }),
    ),
  ];
}
