import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatCount, formatPeriod } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { readSites } from '../../services/analytics.js';
import { readImportedDays, removeImportedDays } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import { Confirm } from '../common/Confirm.js';
import { CopyBox } from '../common/CopyBox.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { ChosenSite } from './ChosenSite.js';
import { ImportForm } from './ImportForm.js';

/** Brings in what was counted before Tidemark: figures by day, or the logs of a web server. */
export function ImportSettings() {
  const sites = useAnalytics(readSites());
  return (
    <Loadable report={sites} skeleton={<RowsSkeleton label={t('common:loadingSites')} />}>
      {({ data }) => <ChosenSite sites={data}>{(site) => <ImportsOf key={site.id} site={site} />}</ChosenSite>}
    </Loadable>
  );
}

function ImportsOf({ site }: { site: Site }) {
  const imported = useAnalytics(readImportedDays(site.id));
  const command = `npm run tidemark -- import access-log access.log* --site ${site.domain}`;
  const reload = () => {
    if (imported.status === 'ready') imported.retry();
  };
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Panel title={t('settings:import.daily')}>
        <p className="mb-4 text-sm text-muted">{t('settings:import.what')}</p>
        <ImportForm siteId={site.id} onStored={reload} />
      </Panel>
      <div className="space-y-4">
        <Panel title={t('settings:import.there')}>
          <Loadable report={imported} skeleton={<RowsSkeleton rows={2} label={t('settings:import.loading')} />}>
            {({ data }) =>
              data.length === 0 ? (
                <p className="py-2 text-sm text-muted">{t('settings:import.none')}</p>
              ) : (
                <>
                  <ul className="mb-4 divide-y divide-line">
                    {data.map(({ source, days, first_day, last_day }) => (
                      <li key={source} className="py-2 text-sm">
                        <span className="font-medium">{t(`settings:import.sources.${source}`)}</span>
                        <span className="block text-xs text-muted">
                          {t('settings:import.days', { count: days, days: formatCount(days) })} ·{' '}
                          {formatPeriod({ startDate: first_day, endDate: last_day })}
                        </span>
                      </li>
                    ))}
                  </ul>
                  <Confirm
                    action={t('settings:import.remove')}
                    question={t('settings:import.removeQuestion', { domain: site.domain })}
                    confirmation={t('settings:import.removeConfirm')}
                    onConfirm={async () => {
                      await removeImportedDays(site.id);
                      reload();
                    }}
                  />
                </>
              )
            }
          </Loadable>
        </Panel>
        <Panel title={t('settings:import.logs')}>
          <p className="mb-3 text-sm">{t('settings:import.logsWhat')}</p>
          <CopyBox label={t('settings:import.command')} text={command} action={t('settings:import.copy')} />
        </Panel>
      </div>
    </div>
  );
}
