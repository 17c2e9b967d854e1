import { useNavigate } from 'react-router-dom';
import { t } from '../../locales/i18n.js';
import { NewSiteForm } from './NewSiteForm.js';

/** What an admin meets in an empty installation. */
export function FirstSite() {
  const navigate = useNavigate();
  return (
    <section className="mx-auto max-w-lg rounded-3xl border border-line bg-surface px-5 py-10 shadow-card sm:px-10">
      <h1 className="text-center font-display text-3xl">{t('settings:site.firstTitle')}</h1>
      <p className="mt-3 mb-8 text-center text-muted">{t('settings:site.firstText')}</p>
      <NewSiteForm
        onAdded={({ id }) => {
          navigate(`/settings/sites/${String(id)}`);
        }}
      />
    </section>
  );
}
