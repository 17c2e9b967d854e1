import { useEffect, useState } from 'react';
import { useLocation, useParams } from 'react-router-dom';
import { LiveProvider } from '../../context/live.js';
import { SiteProvider } from '../../context/site.js';
import { t } from '../../locales/i18n.js';
import { type ApiError, toApiError } from '../../services/api.js';
import { openShare } from '../../services/share.js';
import type { OpenedShare } from '../../types/settings.js';
import { DateRangePicker } from '../common/DateRangePicker.js';
import { ErrorBoundary } from '../common/ErrorBoundary.js';
import { Failure } from '../common/Failure.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import { Overview } from '../dashboard/Overview.js';
import { Main } from '../layout/Frame.js';
import { ThemeToggle } from '../layout/ThemeToggle.js';
import { Entrance } from '../session/Entrance.js';
import { SharePassword } from './SharePassword.js';

type Step =
  | { name: 'opening' }
  | { name: 'failed'; error: ApiError }
  | { name: 'asked'; error: ApiError | undefined }
  | { name: 'open'; share: OpenedShare };

/**
 * A site's figures for whoever has the link: to be read, and nothing else. Its token is in the fragment of the address, which is
 * sent nowhere; of links that were handed out earlier it's in the path.
 */
export default function SharePage() {
  const { hash } = useLocation();
  const { token = new URLSearchParams(hash.slice(1)).get('token') ?? '' } = useParams();
  return <SharedSite key={token} token={token} />;
}

function SharedSite({ token }: { token: string }) {
  const [step, setStep] = useState<Step>({ name: 'opening' });

  useEffect(() => {
    document.title = 'Tidemark';
    void tryToOpen(token).then(setStep);
  }, [token]);

  switch (step.name) {
    case 'open':
      return <SharedOverview share={step.share} />;
    case 'asked':
      return (
        <SharePassword
          error={step.error}
          onPassword={async (password) => {
            setStep(await tryToOpen(token, password));
          }}
        />
      );
    case 'opening':
      return (
        <Entrance>
          <LoadingSpinner label={t('share:opening')} />
        </Entrance>
      );
    case 'failed':
      return (
        <Entrance>
          <Failure
            error={step.error}
            onRetry={() => {
              setStep({ name: 'opening' });
              void tryToOpen(token).then(setStep);
            }}
          />
        </Entrance>
      );
  }
}

async function tryToOpen(token: string, password?: string): Promise<Step> {
  try {
    return { name: 'open', share: await openShare(token, password) };
  } catch (thrown) {
    const error = toApiError(thrown);
    if (error.code === 'password_required') return { name: 'asked', error: undefined };
    return password === undefined ? { name: 'failed', error } : { name: 'asked', error };
  }
}

function SharedOverview({ share: { site } }: { share: OpenedShare }) {
  useEffect(() => {
    document.title = `${site.domain} · Tidemark`;
  }, [site]);
  return (
    <SiteProvider site={site} sites={noOthers} reloadSites={nothingToReload}>
      <LiveProvider>
        <header className="sticky top-0 z-20 border-b border-line bg-page/90 backdrop-blur">
          <div className="mx-auto flex max-w-[100rem] flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-8">
            <p className="min-w-0 flex-1 truncate text-sm font-medium">{site.domain}</p>
            <div className="max-sm:order-last max-sm:w-full">
              <DateRangePicker />
            </div>
            <ThemeToggle />
          </div>
        </header>
        <Main>
          <ErrorBoundary>
            <Overview />
          </ErrorBoundary>
        </Main>
      </LiveProvider>
    </SiteProvider>
  );
}

const noOthers: readonly never[] = [];
const nothingToReload = () => undefined;
