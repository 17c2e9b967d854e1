import { useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import { lookNow } from '../../services/recommendations.js';
import { quietButton } from '../common/Failure.js';
import { Refusal } from '../common/Refusal.js';

/** Has the figures looked at without waiting for the close of the day. */
export function LookNow({ domain }: { domain: string }) {
  const { isBusy, error, run } = useAction();
  const [isAsked, setIsAsked] = useState(false);
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 text-sm">
      <button
        type="button"
        disabled={isBusy}
        className={quietButton}
        onClick={() => {
          run(async () => {
            setIsAsked(false);
            await lookNow(domain);
            setIsAsked(true);
          });
        }}
      >
        {t('recommendations:lookNow')}
      </button>
      {isAsked && <p role="status">{t('recommendations:lookedNow')}</p>}
      <Refusal error={error} />
    </div>
  );
}
