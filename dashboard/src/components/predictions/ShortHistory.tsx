import { Link, useLocation } from 'react-router-dom';
import { useUser } from '../../context/session.js';
import { t } from '../../locales/i18n.js';
import type { ApiError } from '../../services/api.js';
import { Panel } from '../common/Panel.js';
import { ProgressBar } from '../common/ProgressBar.js';
import { CopyBox } from '../common/CopyBox.js';

interface ShortHistoryProps {
  error: ApiError;
  domain: string;
}

/** Too few days for a forecast: how many there are, how many there must be, and the way to have more at once. */
export function ShortHistory({ error, domain }: ShortHistoryProps) {
  const { role } = useUser();
  const { search } = useLocation();
  const { history } = error;
  const command = `npm run tidemark -- import daily export.csv --site ${domain}`;
  return (
    <Panel title={t('predictions:short.title')}>
      {history === undefined ? (
        <p className="text-sm">{error.detail}</p>
      ) : (
        <div className="max-w-lg space-y-4">
          <p className="text-sm">{t('predictions:short.why', { need: history.need })}</p>
          <DaysThere {...history} />
        </div>
      )}
      {role === 'admin' && (
        <div className="mt-6 max-w-2xl border-t border-line pt-4 text-sm">
          <h3 className="font-medium">{t('predictions:short.wayOut')}</h3>
          <p className="mt-1 mb-3">
            {t('predictions:short.import')}{' '}
            <Link to={{ pathname: '/settings/import', search }} className="text-tide underline underline-offset-4">
              {t('predictions:short.toImport')}
            </Link>
          </p>
          <CopyBox label={t('predictions:short.command')} text={command} action={t('predictions:short.copy')} />
        </div>
      )}
    </Panel>
  );
}

/** Enough days that are refused are old ones: it isn't their number that keeps a forecast away. */
function DaysThere({ have, need }: NonNullable<ApiError['history']>) {
  if (have >= need) return <p className="text-sm">{t('predictions:short.old', { have })}</p>;
  return (
    <>
      <ProgressBar
        label={t('predictions:short.progress')}
        value={have / need}
        words={t('predictions:short.days', { have, need })}
      />
      <p className="text-sm">{t('predictions:short.when', { count: need - have })}</p>
    </>
  );
}
