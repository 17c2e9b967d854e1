import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { formatCount } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { changeSite } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Panel } from '../common/Panel.js';
import { problemOf, Refusal } from '../common/Refusal.js';

/** How long single page views of a site are kept, and what that means. */
export function RetentionPanel({ site, onSaved }: { site: Site; onSaved: () => void }) {
  const { isBusy, error, run } = useAction();
  const [isSaved, setIsSaved] = useState(false);
  return (
    <Panel title={t('settings:retention.title')}>
      <p className="text-sm font-medium">
        {site.retention_days === null
          ? t('settings:retention.asInstalled')
          : t('settings:retention.days', { days: formatCount(site.retention_days) })}
      </p>
      <p className="mt-1 mb-4 text-sm text-muted">{t('settings:retention.what')}</p>
      <form
        className="max-w-sm space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          const typed = readField(event.currentTarget, 'retention_days');
          setIsSaved(false);
          run(async () => {
            await changeSite(site.id, { retention_days: typed === '' ? null : Number(typed) });
            setIsSaved(true);
            onSaved();
          });
        }}
      >
        <Field
          label={t('settings:retention.field')}
          name="retention_days"
          type="number"
          inputMode="numeric"
          min={7}
          max={36_600}
          step={1}
          defaultValue={site.retention_days ?? ''}
          hint={t('settings:retention.hint')}
          problem={problemOf(error, 'retention_days')}
        />
        <Refusal error={error} />
        <button type="submit" disabled={isBusy} className={mainButton}>
          {t('common:save')}
        </button>
        <p role="status" className="text-sm">
          {isSaved && t('settings:retention.saved')}
        </p>
      </form>
    </Panel>
  );
}
