import { Link } from 'react-router-dom';
import { t } from '../../locales/i18n.js';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <div className="mx-auto max-w-md py-20 text-center">
      <h1 className="font-display text-3xl">{t('common:notFound.title')}</h1>
      <p className="mt-3 text-muted">{t('common:notFound.text')}</p>
      <Link to="/" className="mt-6 inline-block text-tide underline underline-offset-4">
        {t('common:notFound.link')}
      </Link>
    </div>
  );
}
