import { type SyntheticEvent, useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useAction } from '../../hooks/useAction.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { type ApiError, toApiError } from '../../services/api.js';
import { acceptInvite, lookUpInvite, readInviteToken } from '../../services/invitation.js';
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
export default function AcceptInvite() {
  const [token] = useState(readInviteToken);
  const [step, setStep] = useState<Step>({ name: 'looking' });

  useEffect(() => {
    document.title = `${t('session:invite.page')} · Tidemark`;
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
      <h1 className="font-display text-2xl">{t('session:invite.title')}</h1>
      {step.name === 'looking' && <LoadingSpinner label={t('session:invite.looking')} />}
      {step.name === 'refused' && (
        <div className="mt-5 space-y-4 text-sm">
          <Refusal error={step.error} />
          <p className="text-muted">{t('session:invite.usedUp')}</p>
          <Link to="/" className="inline-block text-tide underline underline-offset-4">
            {t('session:signIn.title')}
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
        {t(`session:invite.as.${invite.role}`, { until: formatInstant(invite.expires_at) })}
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
        <Field label={t('common:fields.email')} name="email" autoComplete="username" value={invite.email} readOnly />
        <Field
          label={t('common:fields.name')}
          name="name"
          autoComplete="name"
          hint={t('session:invite.nameHint')}
          problem={problemOf(error, 'name')}
        />
        <Field
          label={t('common:fields.password')}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          hint={t('common:newPasswordHint')}
          problem={problemOf(error, 'password')}
        />
        {error?.fields.length === 0 && <Refusal error={error} />}
        <button type="submit" disabled={isBusy} className={`w-full ${mainButton}`}>
          {t('session:invite.submit')}
        </button>
      </form>
    </>
  );
}
