import { type SyntheticEvent } from 'react';
import { useUser } from '../../context/session.js';
import { useSite } from '../../context/site.js';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatPeriod } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { markDays, readMarkedDays, unmarkDays } from '../../services/predictions.js';
import type { MarkedDays } from '../../types/predictions.js';
import { Confirm } from '../common/Confirm.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { RowsSkeleton } from '../common/Skeleton.js';

/** Days that forecasts leave out, since they say nothing of the usual: listed for all, changed by admins. */
export function MarkedDaysPanel({ onChanged }: { onChanged: () => void }) {
  const { site } = useSite();
  const isAdmin = useUser().role === 'admin';
  const marks = useAnalytics(readMarkedDays(site.id));
  const reload = () => {
    if (marks.status === 'ready') marks.retry();
    onChanged();
  };
  return (
    <Panel title={t('predictions:marks.title')}>
      <p className="text-sm text-muted">{t('predictions:marks.what')}</p>
      <Loadable report={marks} skeleton={<RowsSkeleton label={t('predictions:marks.loading')} rows={3} />}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="py-4 text-sm">{t('predictions:marks.none')}</p>
          ) : (
            <ul
              tabIndex={0}
              aria-label={t('predictions:marks.title')}
              className="my-2 max-h-80 divide-y divide-line overflow-y-auto"
            >
              {data
                .toSorted((a, b) => (a.start_date < b.start_date ? 1 : -1))
                .map((mark) => (
                  <MarkRow key={mark.id} mark={mark} siteId={site.id} mayChange={isAdmin} onChanged={reload} />
                ))}
            </ul>
          )
        }
      </Loadable>
      {isAdmin && <MarkForm siteId={site.id} onMarked={reload} />}
    </Panel>
  );
}

interface MarkRowProps {
  mark: MarkedDays;
  siteId: number;
  mayChange: boolean;
  onChanged: () => void;
}

function MarkRow({ mark, siteId, mayChange, onChanged }: MarkRowProps) {
  const days = formatPeriod({ startDate: mark.start_date, endDate: mark.end_date });
  return (
    <li className="flex flex-wrap items-start justify-between gap-2 py-2.5 text-sm">
      <div className="min-w-0">
        <p className="font-medium">{days}</p>
        <p dir="auto" className="break-words text-muted">
          {mark.reason}
        </p>
        <p className="text-xs text-muted">{t(`predictions:marks.sources.${mark.source}`)}</p>
      </div>
      {mayChange && (
        <Confirm
          action={t('predictions:marks.remove')}
          question={t('predictions:marks.question', { days })}
          confirmation={t('predictions:marks.confirm')}
          onConfirm={async () => {
            await unmarkDays(siteId, mark.id);
            onChanged();
          }}
        />
      )}
    </li>
  );
}

function MarkForm({ siteId, onMarked }: { siteId: number; onMarked: () => void }) {
  const { isBusy, error, run } = useAction();
  return (
    <form
      className="mt-4 space-y-4 border-t border-line pt-4"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = event.currentTarget;
        const end = readField(form, 'end_date');
        run(async () => {
          await markDays(siteId, {
            start_date: readField(form, 'start_date'),
            ...(end !== '' && { end_date: end }),
            reason: readField(form, 'reason').trim(),
          });
          form.reset();
          onMarked();
        });
      }}
    >
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field
          label={t('predictions:marks.from')}
          name="start_date"
          type="date"
          required
          problem={problemOf(error, 'start_date')}
        />
        <Field
          label={t('predictions:marks.to')}
          name="end_date"
          type="date"
          hint={t('predictions:marks.oneDay')}
          problem={problemOf(error, 'end_date')}
        />
      </div>
      <Field
        label={t('predictions:marks.reason')}
        name="reason"
        autoComplete="off"
        maxLength={200}
        required
        hint={t('predictions:marks.reasonHint')}
        problem={problemOf(error, 'reason')}
      />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('predictions:marks.add')}
      </button>
    </form>
  );
}
