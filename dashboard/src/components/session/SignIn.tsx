import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useCountdown } from '../../hooks/useCountdown.js';
import { t } from '../../locales/i18n.js';
import { type ApiError, toApiError } from '../../services/api.js';
import { type SignedOutBecause, signIn } from '../../services/session.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Refusal } from '../common/Refusal.js';
import { WithCode } from '../common/WithCode.js';
import { Entrance } from './Entrance.js';

/** The door: e-mail address, password, and a code from who has a second factor. */
export function SignIn({ because }: { because: SignedOutBecause }) {
  const [error, setError] = useState<ApiError>();
  const [isBusy, setIsBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [secondsLeft, wait] = useCountdown();
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const codeInput = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = `${t('session:signIn.title')} · Tidemark`;
    emailInput.current?.focus();
  }, []);

  useEffect(() => {
    // The reader goes on at what is to be put right.
    const input = findCulprit(error, passwordInput.current, codeInput.current);
    input?.focus();
    input?.select();
  }, [error]);

  const submit = async (form: HTMLFormElement) => {
    const code = readField(form, 'code').trim();
    setIsBusy(true);
    setError(undefined);
    try {
      await signIn({
        email: readField(form, 'email'),
        password: readField(form, 'password'),
        ...(code !== '' && { code }),
      });
    } catch (thrown) {
      const failure = toApiError(thrown);
      if (failure.code === 'code_required') setNeedsCode(true);
      if (failure.retryAfterSeconds !== undefined) wait(failure.retryAfterSeconds);
      setError(failure);
      setIsBusy(false);
    }
  };

  return (
    <Entrance>
      <h1 className="font-display text-2xl">{t('session:signIn.title')}</h1>
      {because !== 'not_yet' && (
        <p role="status" className="mt-2 text-sm text-muted">
          {t(`session:signIn.notes.${because}`)}
        </p>
      )}
      <form
        method="post"
        className="mt-5 space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        {/* Not type="email": the first user may be admin@localhost, and the API says what is wrong with an address. */}
        <Field
          label={t('common:fields.email')}
          name="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          inputRef={emailInput}
        />
        <Field
          label={t('common:fields.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          inputRef={passwordInput}
        />
        {needsCode && (
          <Field
            label={t('common:fields.code')}
            name="code"
            hint={t('session:signIn.codeHint')}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            required
            inputRef={codeInput}
          />
        )}
        {error?.code === 'code_required' ? (
          // To be asked for the code is no mistake.
          <p role="alert" className="text-sm">
            {t('session:signIn.codeNext')}
          </p>
        ) : (
          <Refusal error={error} />
        )}
        <button type="submit" disabled={isBusy || secondsLeft > 0} className={`w-full ${mainButton}`}>
          {describeButton(isBusy, secondsLeft)}
        </button>
      </form>
      <details className="mt-6 text-sm text-muted">
        <summary className="font-medium text-ink">{t('session:signIn.firstTime')}</summary>
        <p className="mt-2">
          <WithCode text={t('session:signIn.firstAdmin')} />
        </p>
        <p className="mt-2">{t('session:signIn.everybodyElse')}</p>
      </details>
    </Entrance>
  );
}

function findCulprit<Input>(error: ApiError | undefined, password: Input, code: Input): Input | undefined {
  if (error?.code === 'invalid_credentials') return password;
  return error?.code === 'code_required' || error?.code === 'invalid_code' ? code : undefined;
}

function describeButton(isBusy: boolean, secondsLeft: number): string {
  if (isBusy) return t('session:signIn.busy');
  return secondsLeft > 0 ? t('session:signIn.submitIn', { seconds: secondsLeft }) : t('session:signIn.submit');
}
