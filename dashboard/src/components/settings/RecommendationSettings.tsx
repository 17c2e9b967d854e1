import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { t } from '../../locales/i18n.js';
import { readSites } from '../../services/analytics.js';
import { changeSite } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { ChosenSite } from './ChosenSite.js';
import { DigestPanel } from './DigestPanel.js';

/** How sensitive recommendations are, and who is told of them. */
export function RecommendationSettings() {
  const sites = useAnalytics(readSites());
  return (
    <Loadable report={sites} skeleton={<RowsSkeleton label={t('common:loadingSites')} />}>
      {({ data }) => (
        <ChosenSite sites={data}>
          {(site) => (
            <div key={site.id} className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
              <AlertBudget site={site} />
              <DigestPanel site={site} />
            </div>
          )}
        </ChosenSite>
      )}
    </Loadable>
  );
}

function AlertBudget({ site }: { site: Site }) {
  const { isBusy, error, run } = useAction();
  const [saved, setSaved] = useState<number>();
  return (
    <Panel title={t('settings:alerts.title')}>
      <form
        className="space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          const budget = Number(readField(event.currentTarget, 'false_alarms_per_month'));
          setSaved(undefined);
          run(async () => {
            setSaved((await changeSite(site.id, { false_alarms_per_month: budget })).false_alarms_per_month);
          });
        }}
      >
        <Field
          label={t('settings:alerts.field')}
          name="false_alarms_per_month"
          type="number"
          min={0.25}
          max={30}
          step="any"
          required
          defaultValue={site.false_alarms_per_month}
          hint={t('settings:alerts.hint')}
          problem={problemOf(error, 'false_alarms_per_month')}
        />
        <Refusal error={error} />
        <button type="submit" disabled={isBusy} className={mainButton}>
          {t('common:save')}
        </button>
        {saved !== undefined && (
          <p role="status" className="text-sm">
            {t('settings:alerts.saved')}
          </p>
        )}
      </form>
    </Panel>
  );
}
