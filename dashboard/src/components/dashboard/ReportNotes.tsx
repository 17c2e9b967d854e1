import { formatDay } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { Icon } from '../common/Icon.js';

interface ReportNotesProps {
  report: { approximate?: true | undefined; missing_days?: readonly string[] | undefined };
  hasFilters: boolean;
}

/** So many missing days are named; of more, the first ones. */
const namedDays = 5;

/** What the figures can't vouch for, in plain words. */
export function ReportNotes({ report, hasFilters }: ReportNotesProps) {
  const { approximate, missing_days: missing = [] } = report;
  const notes = [
    ...(approximate === true ? [t(hasFilters ? 'overview:notes.filtered' : 'overview:notes.visitors')] : []),
    ...(missing.length > 0 ? [t('overview:notes.missing', { count: missing.length, days: nameDays(missing) })] : []),
  ];
  if (notes.length === 0) return null;
  return (
    <div role="note" className="mb-4 flex gap-2 rounded-xl bg-beacon-wash px-4 py-3 text-sm">
      <Icon name="warning" className="size-5 text-beacon" />
      <div className="min-w-0 space-y-1">
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </div>
  );
}

function nameDays(days: readonly string[]): string {
  const named = days.slice(0, namedDays).map((day) => formatDay(day, 'full'));
  return [...named, ...(days.length > namedDays ? ['…'] : [])].join('; ');
}
