import { Suspense, useEffect } from 'react';
import { Link, Outlet, useLocation } from 'react-router-dom';
import { LiveProvider } from '../../context/live.js';
import { useUser } from '../../context/session.js';
import { SiteProvider } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { useView } from '../../hooks/useView.js';
import { t } from '../../locales/i18n.js';
import { readSites } from '../../services/analytics.js';
import type { Site } from '../../types/analytics.js';
import { ErrorBoundary } from '../common/ErrorBoundary.js';
import { Failure } from '../common/Failure.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import { DemoBanner } from '../dashboard/DemoBanner.js';
import { FirstSite } from '../settings/FirstSite.js';
import { Frame, Main } from './Frame.js';
import { Header } from './Header.js';
import { navigation } from './navigation.js';
import { pageTitle } from './page-title.js';
import { PlainHeader } from './PlainHeader.js';

/** The frame of every view. Nothing inside it is drawn before the site is known. */
export function DashboardLayout() {
  return (
    <Frame>
      <Sites />
    </Frame>
  );
}

function Sites() {
  const report = useAnalytics(readSites());
  if (report.status === 'ready') return <SiteFrame sites={report.data.data} reloadSites={report.retry} />;
  return (
    <Main>
      {report.status === 'loading' && <LoadingSpinner label={t('common:loadingSites')} />}
      {report.status === 'failed' && <Failure error={report.error} onRetry={report.retry} />}
    </Main>
  );
}

function SiteFrame({ sites, reloadSites }: { sites: Site[]; reloadSites: () => void }) {
  const { view, changeView } = useView();
  const site = view.site === undefined ? sites[0] : sites.find((candidate) => candidate.domain === view.site);

  const { pathname } = useLocation();
  const place = navigation.find(({ path }) => path === pathname && path !== '/');
  const title = pageTitle(place && t(`layout:views.${place.label}`), site?.domain);

  useEffect(() => {
    document.title = title;
  }, [title]);

  // Where there are several, the address names the one: whoever it's sent to may have another first one.
  const unnamed = view.site === undefined && sites.length > 1 ? site?.domain : undefined;
  useEffect(() => {
    if (unnamed !== undefined) changeView({ site: unnamed }, true);
  }, [unnamed, changeView]);

  if (site === undefined)
    return (
      <>
        <PlainHeader />
        <Main>
          <WithoutSite asked={view.site} />
        </Main>
      </>
    );
  return (
    <SiteProvider key={site.id} site={site} sites={sites} reloadSites={reloadSites}>
      <LiveProvider>
        <Header />
        <Main>
          <DemoBanner />
          <Suspense fallback={<LoadingSpinner />}>
            {/* A fault of one view is none of the next. */}
            <ErrorBoundary key={pathname}>
              <Outlet />
            </ErrorBoundary>
          </Suspense>
        </Main>
      </LiveProvider>
    </SiteProvider>
  );
}

function WithoutSite({ asked }: { asked: string | undefined }) {
  const { role } = useUser();
  if (asked !== undefined) return <UnknownSite domain={asked} />;
  if (role === 'admin') return <FirstSite />;
  return (
    <div className="mx-auto max-w-md py-20 text-center">
      <h1 className="font-display text-3xl">{t('common:noSite.title')}</h1>
      <p className="mt-3 text-muted">{t('common:noSite.text')}</p>
    </div>
  );
}

function UnknownSite({ domain }: { domain: string }) {
  return (
    <div className="mx-auto max-w-md py-20 text-center">
      <h1 className="font-display text-3xl break-words">{t('common:unknownSite.title', { domain })}</h1>
      <p className="mt-3 text-muted">{t('common:unknownSite.text')}</p>
      <Link to="/" className="mt-6 inline-block text-tide underline underline-offset-4">
        {t('common:unknownSite.link')}
      </Link>
    </div>
  );
}
