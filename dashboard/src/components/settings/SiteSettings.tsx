import { Link, useLocation, useNavigate } from 'react-router-dom';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { t } from '../../locales/i18n.js';
import { readSites } from '../../services/analytics.js';
import type { Site } from '../../types/analytics.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { NewSiteForm } from './NewSiteForm.js';

/** Which sites are measured, and the way to another one. */
export function SiteSettings() {
  const sites = useAnalytics(readSites());
  const navigate = useNavigate();
  const { search } = useLocation();
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <Panel title={t('settings:site.list')}>
        <Loadable report={sites} skeleton={<RowsSkeleton label={t('common:loadingSites')} />}>
          {({ data }) =>
            data.length === 0 ? (
              <p className="py-4 text-sm text-muted">{t('settings:noSiteYet')}</p>
            ) : (
              <ul className="divide-y divide-line">
                {data.map((site) => (
                  <SiteRow key={site.id} site={site} search={search} />
                ))}
              </ul>
            )
          }
        </Loadable>
      </Panel>
      <Panel title={t('settings:site.new')}>
        <NewSiteForm
          onAdded={({ id }) => {
            navigate({ pathname: `/settings/sites/${String(id)}`, search });
          }}
        />
      </Panel>
    </div>
  );
}

function SiteRow({ site, search }: { site: Site; search: string }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="text-sm font-medium break-words">{site.name}</p>
        <p className="text-xs break-words text-muted">
          {[site.domain, site.timezone, site.is_demo && t('settings:site.isDemo')].filter(Boolean).join(' · ')}
        </p>
      </div>
      <Link
        to={{ pathname: `/settings/sites/${String(site.id)}`, search }}
        aria-label={t('settings:site.openOf', { domain: site.domain })}
        className={quietButton}
      >
        {t('settings:site.open')}
      </Link>
    </li>
  );
}
