import { type SyntheticEvent, useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useAction } from '../../hooks/useAction.js';
import { formatInstant } from '../../lib/format.js';
import { type ApiError, toApiError } from '../../services/api.js';
import { acceptInvite, lookUpInvite } from '../../services/invitation.js';
import type { PendingInvite } from '../../types/settings.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { Entrance } from './Entrance.js';

type Step =
  | { name: 'looking' }
  | { name: 'refused'; error: ApiError }
  | { name: 'invited'; token: string; invite: PendingInvite };

/** What an invitation link leads to: the choice of a password. */
export function AcceptInvite() {
  const [token] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '');
  const [step, setStep] = useState<Step>({ name: 'looking' });

  useEffect(() => {
    document.title = 'Invitation · Tidemark';
    // Who looks at the screen or the history later finds no token there.
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }, []);

  useEffect(() => {
    lookUpInvite(token).then(
      (invite) => {
        setStep({ name: 'invited', token, invite });
      },
      (error: unknown) => {
        setStep({ name: 'refused', error: toApiError(error) });
      },
    );
  }, [token]);

  return (
    <Entrance>
      <h1 className="font-display text-2xl">Welcome</h1>
      {step.name === 'looking' && <LoadingSpinner label="Looking for your invitation" />}
      {step.name === 'refused' && (
        <div className="mt-5 space-y-4 text-sm">
          <Refusal error={step.error} />
          <p className="text-muted">An invitation serves once, and for some days. Ask an admin for a new link.</p>
          <Link to="/" className="inline-block text-tide underline underline-offset-4">
            Sign in
          </Link>
        </div>
      )}
      {step.name === 'invited' && <Acceptance token={step.token} invite={step.invite} />}
    </Entrance>
  );
}

function Acceptance({ token, invite }: { token: string; invite: PendingInvite }) {
  const { isBusy, error, run } = useAction();
  const navigate = useNavigate();
  return (
    <>
      <p className="mt-2 text-sm break-words text-muted">
        You’re invited as {invite.role === 'admin' ? 'an admin' : 'a viewer'}, until {formatInstant(invite.expires_at)}.
        Choose a password to come in.
      </p>
      <form
        method="post"
        className="mt-5 space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          const form = event.currentTarget;
          run(async () => {
            const name = readField(form, 'name').trim();
            const password = readField(form, 'password');
            await acceptInvite({ token, password, ...(name !== '' && { name }) });
            navigate('/', { replace: true });
          });
        }}
      >
        <Field label="E-mail" name="email" autoComplete="username" value={invite.email} readOnly />
        <Field label="Name" name="name" autoComplete="name" hint="If you like." problem={problemOf(error, 'name')} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          hint="8 characters or more, and none that is easily guessed."
          problem={problemOf(error, 'password')}
        />
        {error?.fields.length === 0 && <Refusal error={error} />}
        <button type="submit" disabled={isBusy} className={`w-full ${mainButton}`}>
          Come in
        </button>
      </form>
    </>
  );
}
