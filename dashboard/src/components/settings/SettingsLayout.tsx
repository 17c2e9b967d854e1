import { useEffect } from 'react';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router-dom';
import { useUser } from '../../context/session.js';
import type { en } from '../../locales/en/index.js';
import { t } from '../../locales/i18n.js';
import type { Role } from '../../types/settings.js';
import { ErrorBoundary } from '../common/ErrorBoundary.js';
import { Frame, Main } from '../layout/Frame.js';
import { pageTitle } from '../layout/page-title.js';
import { PlainHeader } from '../layout/PlainHeader.js';

interface Section {
  path: string;
  label: keyof (typeof en)['settings']['sections'];
  /** Whose it is; everybody's where absent. */
  role?: Role;
}

const sections: readonly Section[] = [
  { path: '/settings/account', label: 'account' },
  { path: '/settings/sites', label: 'sites', role: 'admin' },
  { path: '/settings/keys', label: 'keys' },
  { path: '/settings/users', label: 'users', role: 'admin' },
  { path: '/settings/shares', label: 'shares', role: 'admin' },
  { path: '/settings/import', label: 'import', role: 'admin' },
  { path: '/settings/recommendations', label: 'recommendations', role: 'admin' },
  { path: '/settings/privacy', label: 'privacy', role: 'admin' },
];

/** The frame of the settings: everybody's own, and what admins look after. */
export function SettingsLayout() {
  const { role } = useUser();
  const { search, pathname } = useLocation();
  const section = sections.find(({ path }) => pathname.startsWith(path));
  const title = pageTitle(section && t(`settings:sections.${section.label}`), t('settings:title'));

  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <Frame>
      <PlainHeader />
      <Main>
        <h1 className="font-display text-3xl sm:text-4xl">{t('settings:title')}</h1>
        <nav aria-label={t('settings:title')} className="mt-4 mb-6 overflow-x-auto">
          <ul className="flex gap-1 border-b border-line text-sm">
            {sections
              .filter((each) => each.role === undefined || each.role === role)
              .map(({ path, label }) => (
                <li key={path}>
                  <NavLink
                    to={{ pathname: path, search }}
                    className="flex min-h-11 items-center border-b-2 border-transparent px-2 whitespace-nowrap sm:px-3 text-muted hover:text-ink aria-[current=page]:border-tide aria-[current=page]:font-medium aria-[current=page]:text-ink"
                  >
                    {t(`settings:sections.${label}`)}
                  </NavLink>
                </li>
              ))}
          </ul>
        </nav>
        <ErrorBoundary key={pathname}>
          <Outlet />
        </ErrorBoundary>
      </Main>
    </Frame>
  );
}

/** Leads who may not change things to the account; the API refuses them anyway. */
export function ForAdmins() {
  const { role } = useUser();
  return role === 'admin' ? <Outlet /> : <Navigate to="/settings/account" replace />;
}
