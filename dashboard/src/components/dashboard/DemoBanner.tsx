import { useEffect, useRef, useState } from 'react';
import { useUser } from '../../context/session.js';
import { useSite } from '../../context/site.js';
import { useFocusBack } from '../../hooks/useFocusBack.js';
import { useView } from '../../hooks/useView.js';
import { t } from '../../locales/i18n.js';
import { removeSite } from '../../services/analytics.js';
import { type ApiError, toApiError } from '../../services/api.js';
import { quietButton } from '../common/Failure.js';

type Step = { name: 'offered' } | { name: 'asked' } | { name: 'removing' } | { name: 'failed'; error: ApiError };

/** Says that the figures are invented, and takes them away when an admin asks twice. */
export function DemoBanner() {
  const { site, sites, reloadSites } = useSite();
  const { changeView } = useView();
  const { role } = useUser();
  const [step, setStep] = useState<Step>({ name: 'offered' });
  const keepButton = useRef<HTMLButtonElement>(null);
  const isAsking = step.name === 'asked' || step.name === 'removing';
  const opener = useFocusBack(isAsking);

  useEffect(() => {
    // The safe answer has the focus when the question appears.
    if (step.name === 'asked') keepButton.current?.focus();
  }, [step.name]);

  if (site.is_demo !== true) return null;

  const remove = async () => {
    setStep({ name: 'removing' });
    try {
      await removeSite(site.id);
      changeView({ site: sites.find(({ id }) => id !== site.id)?.domain });
      reloadSites();
    } catch (error) {
      setStep({ name: 'failed', error: toApiError(error) });
    }
  };

  return (
    <aside
      aria-label={t('common:demo.label')}
      className="mb-6 flex flex-wrap items-center justify-between gap-3 rounded-2xl border border-beacon/40 bg-beacon-wash px-4 py-3 text-sm"
    >
      <div>
        <p>
          <strong className="mr-2 rounded-md bg-beacon px-1.5 py-0.5 text-xs font-semibold tracking-wide text-page uppercase">
            {t('common:demo.badge')}
          </strong>
          {t('common:demo.text')}
        </p>
        {step.name === 'failed' && (
          <p role="alert" className="mt-2 text-bad">
            {step.error.title}: {step.error.detail}{' '}
            {step.error.requestId !== undefined && t('common:demo.request', { id: step.error.requestId })}
          </p>
        )}
      </div>
      {role === 'admin' &&
        (!isAsking ? (
          <button
            ref={opener}
            type="button"
            className={quietButton}
            onClick={() => {
              setStep({ name: 'asked' });
            }}
          >
            {t('common:demo.remove')}
          </button>
        ) : (
          <div role="group" aria-label={t('common:demo.question')} className="flex flex-wrap items-center gap-2">
            <span>{t('common:demo.questionInFull')}</span>
            <button
              type="button"
              disabled={step.name === 'removing'}
              className="min-h-9 rounded-lg bg-bad px-3 font-medium text-surface disabled:opacity-60"
              onClick={() => {
                void remove();
              }}
            >
              {step.name === 'removing' ? t('common:demo.removing') : t('common:demo.confirm')}
            </button>
            <button
              ref={keepButton}
              type="button"
              disabled={step.name === 'removing'}
              className={quietButton}
              onClick={() => {
                setStep({ name: 'offered' });
              }}
            >
              {t('common:demo.keep')}
            </button>
          </div>
        ))}
    </aside>
  );
}
