import { Link, useLocation } from 'react-router-dom';
import { useUser } from '../../context/session.js';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import { signOut } from '../../services/session.js';
import { Icon } from '../common/Icon.js';
import { LanguageChoice } from '../common/LanguageChoice.js';
import { Popover } from '../common/Popover.js';
import { Refusal } from '../common/Refusal.js';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const user = useUser();
  // The query holds the view: the way back from the settings leads to the same site.
  const { search } = useLocation();
  const { isBusy, error, run } = useAction();

  return (
    <Popover
      label={t('session:account.menu', { email: user.email })}
      buttonClassName="grid size-10 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
      panelClassName="right-0"
      button={<Icon name="person" />}
    >
      {(close) => (
        <div className="w-64 rounded-2xl border border-line bg-surface p-2 text-sm shadow-card">
          <p className="px-3 py-2">
            <span className="block truncate font-medium">{user.name ?? user.email}</span>
            {user.name !== null && <span className="block truncate text-muted">{user.email}</span>}
            <span className="block text-xs text-muted">{t(`common:roles.${user.role}`)}</span>
          </p>
          <hr className="my-1 border-line" />
          <LanguageChoice />
          <Link to={{ pathname: '/settings', search }} onClick={close} className={menuItem}>
            {t('session:account.settings')}
          </Link>
          {(['signOut', 'signOutEverywhere'] as const).map((label) => (
            <button
              key={label}
              type="button"
              disabled={isBusy}
              className={menuItem}
              onClick={() => {
                run(() => signOut({ everywhere: label === 'signOutEverywhere' }));
              }}
            >
              {t(`session:account.${label}`)}
            </button>
          ))}
          <Refusal error={error} />
        </div>
      )}
    </Popover>
  );
}

const menuItem = 'block min-h-10 w-full rounded-lg px-3 py-2 text-left hover:bg-sunken disabled:opacity-60';
