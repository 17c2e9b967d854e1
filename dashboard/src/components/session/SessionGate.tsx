import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { UserContext } from '../../context/session.js';
import { t } from '../../locales/i18n.js';
import { getSession, openSession, startSession, subscribeToSession } from '../../services/session.js';
import { Failure } from '../common/Failure.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import { Entrance } from './Entrance.js';
import { SignIn } from './SignIn.js';

/**
 * Lets through who is signed in; everybody else signs in first. The address stays as it is meanwhile, so the way leads back
 * to where one was.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSyncExternalStore(subscribeToSession, getSession);
  useEffect(openSession, []);
  switch (session.status) {
    case 'signed_in':
      return (
        // What one user had on the page is nothing for the next.
        <UserContext.Provider key={session.user.id} value={session.user}>
          {children}
        </UserContext.Provider>
      );
    case 'signed_out':
      return <SignIn because={session.because} />;
    case 'starting':
      return (
        <Entrance>
          <LoadingSpinner label={t('session:signIn.looking')} />
        </Entrance>
      );
    case 'unreachable':
      return (
        <Entrance>
          <Failure error={session.error} onRetry={startSession} />
        </Entrance>
      );
  }
}
