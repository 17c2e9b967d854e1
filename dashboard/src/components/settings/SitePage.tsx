import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { t } from '../../locales/i18n.js';
import { removeSite } from '../../services/analytics.js';
import { readSite } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import { Confirm } from '../common/Confirm.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { RetentionPanel } from './RetentionPanel.js';
import { SiteForm } from './SiteForm.js';
import { SnippetPanel } from './SnippetPanel.js';

/** Everything about one site: how it's measured, what is kept of it, and how it goes. */
export function SitePage() {
  const { siteId = '' } = useParams();
  const { search } = useLocation();
  const site = useAnalytics(readSite(siteId));
  const reload = () => {
    if (site.status === 'ready') site.retry();
  };
  return (
    <>
      <Link
        to={{ pathname: '/settings/sites', search }}
        className="mb-4 inline-flex min-h-9 items-center text-sm text-tide underline underline-offset-4"
      >
        {t('settings:site.back')}
      </Link>
      <Loadable report={site} skeleton={<RowsSkeleton label={t('common:loadingSites')} />}>
        {(data) => (
          <>
            <h2 className="mb-4 font-display text-2xl break-words">{data.domain}</h2>
            <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
              <div className="min-w-0 space-y-4">
                <SnippetPanel site={data} />
                <RetentionPanel site={data} onSaved={reload} />
              </div>
              <div className="min-w-0 space-y-4">
                <Panel title={t('settings:site.details')}>
                  <SiteForm site={data} onSaved={reload} />
                </Panel>
                <RemovePanel site={data} />
              </div>
            </div>
          </>
        )}
      </Loadable>
    </>
  );
}

function RemovePanel({ site }: { site: Site }) {
  const navigate = useNavigate();
  return (
    <Panel title={t('settings:site.removeTitle')}>
      <p className="mb-4 text-sm">{t('settings:site.removeWhat')}</p>
      <Confirm
        action={t('settings:site.remove')}
        question={t('settings:site.removeQuestion', { domain: site.domain })}
        confirmation={t('settings:site.removeConfirm')}
        typed={site.domain}
        onConfirm={async () => {
          await removeSite(site.id);
          // The view in the address may be of this site: it isn't taken along.
          navigate('/settings/sites');
        }}
      />
    </Panel>
  );
}
