import { useState } from 'react';
import { useUser } from '../../context/session.js';
import { type ApiError, toApiError } from '../../services/api.js';
import { signOut } from '../../services/session.js';
import { Icon } from '../common/Icon.js';
import { Popover } from '../common/Popover.js';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const user = useUser();
  const [error, setError] = useState<ApiError>();
  const [isBusy, setIsBusy] = useState(false);

  const leave = async (everywhere: boolean) => {
    setIsBusy(true);
    setError(undefined);
    try {
      await signOut({ everywhere });
    } catch (thrown) {
      setError(toApiError(thrown));
      setIsBusy(false);
    }
  };

  return (
    <Popover
      label={`Account of ${user.email}`}
      buttonClassName="grid size-10 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
      panelClassName="right-0"
      button={<Icon name="person" />}
    >
      {() => (
        <div className="w-64 rounded-2xl border border-line bg-surface p-2 text-sm shadow-card">
          <p className="px-3 py-2">
            <span className="block truncate font-medium">{user.name ?? user.email}</span>
            {user.name !== null && <span className="block truncate text-muted">{user.email}</span>}
            <span className="block text-xs text-muted">{user.role === 'admin' ? 'Admin' : 'Viewer'}</span>
          </p>
          <hr className="my-1 border-line" />
          {(['Sign out', 'Sign out everywhere'] as const).map((label) => (
            <button
              key={label}
              type="button"
              disabled={isBusy}
              className={menuItem}
              onClick={() => {
                void leave(label === 'Sign out everywhere');
              }}
            >
              {label}
            </button>
          ))}
          {error !== undefined && (
            <p role="alert" className="px-3 py-2 text-bad">
              {error.title}: {error.detail}
            </p>
          )}
        </div>
      )}
    </Popover>
  );
}

const menuItem = 'block min-h-10 w-full rounded-lg px-3 py-2 text-left hover:bg-sunken disabled:opacity-60';
