import { useFilters } from '../../hooks/useFilters.js';
import { t } from '../../locales/i18n.js';
import { quietButton } from '../common/Failure.js';

/** No page view of the period passes the filters. */
export function NothingMatches() {
  const { clear } = useFilters();
  return (
    <section className="rounded-3xl border border-line bg-surface px-5 py-14 text-center shadow-card">
      <h2 className="font-display text-2xl">{t('overview:filters.nothing.title')}</h2>
      <p className="mx-auto mt-3 max-w-md text-muted">{t('overview:filters.nothing.text')}</p>
      <button type="button" className={`mt-6 ${quietButton}`} onClick={clear}>
        {t('overview:filters.clear')}
      </button>
    </section>
  );
}
