import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { beginTotp, confirmTotp, readSecondFactor, removeTotp, renewRecoveryCodes } from '../../services/settings.js';
import type { SecondFactor, TotpSetup } from '../../types/settings.js';
import { CopyBox } from '../common/CopyBox.js';
import { quietButton } from '../common/Failure.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { Refusal } from '../common/Refusal.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { QrCode } from './QrCode.js';

type Step = { name: 'as_it_is' } | { name: 'set_up'; setup: TotpSetup } | { name: 'codes'; codes: readonly string[] };

/** A code of an app beside the password: set up with a QR code, taken away with both. */
export function SecondFactorPanel() {
  const report = useAnalytics(readSecondFactor());
  const [step, setStep] = useState<Step>({ name: 'as_it_is' });
  return (
    <Panel title={t('settings:secondFactor.title')}>
      <Loadable report={report} skeleton={<RowsSkeleton rows={3} label={t('settings:secondFactor.loading')} />}>
        {(factor) => {
          const reload = () => {
            setStep({ name: 'as_it_is' });
            if (report.status === 'ready') report.retry();
          };
          const showCodes = (codes: readonly string[]) => {
            setStep({ name: 'codes', codes });
          };
          switch (step.name) {
            case 'set_up':
              return <SetUp setup={step.setup} onCodes={showCodes} onCancel={reload} />;
            case 'codes':
              return <Codes codes={step.codes} onDone={reload} />;
            case 'as_it_is':
              return factor.enabled_at === null ? (
                <Off
                  onBegin={(setup) => {
                    setStep({ name: 'set_up', setup });
                  }}
                />
              ) : (
                <On factor={factor} since={factor.enabled_at} onCodes={showCodes} onRemoved={reload} />
              );
          }
        }}
      </Loadable>
    </Panel>
  );
}

function Off({ onBegin }: { onBegin: (setup: TotpSetup) => void }) {
  const { isBusy, error, run } = useAction();
  return (
    <form
      method="post"
      className="max-w-sm space-y-4"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const password = readField(event.currentTarget, 'password');
        run(async () => {
          onBegin(await beginTotp(password));
        });
      }}
    >
      <p className="text-sm text-muted">{t('settings:secondFactor.off')}</p>
      <Field
        label={t('common:fields.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('settings:secondFactor.setUp')}
      </button>
    </form>
  );
}

interface SetUpProps {
  setup: TotpSetup;
  onCodes: (codes: readonly string[]) => void;
  onCancel: () => void;
}

function SetUp({ setup, onCodes, onCancel }: SetUpProps) {
  const { isBusy, error, run } = useAction();
  return (
    <form
      method="post"
      className="space-y-4 text-sm"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const code = readField(event.currentTarget, 'code').trim();
        run(async () => {
          onCodes((await confirmTotp(code)).recovery_codes);
        });
      }}
    >
      <p>{t('settings:secondFactor.scan')}</p>
      <QrCode text={setup.otpauth_url} label={t('settings:secondFactor.qrCode')} />
      <CopyBox label={t('settings:secondFactor.key')} text={setup.secret} action={t('settings:secondFactor.copyKey')} />
      <div className="max-w-sm">
        <Field label={t('common:fields.code')} name="code" inputMode="numeric" autoComplete="one-time-code" required />
      </div>
      <Refusal error={error} />
      <div className="flex flex-wrap gap-2">
        <button type="submit" disabled={isBusy} className={mainButton}>
          {t('settings:secondFactor.turnOn')}
        </button>
        <button type="button" className={quietButton} onClick={onCancel}>
          {t('common:cancel')}
        </button>
      </div>
    </form>
  );
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="space-y-4 text-sm">
      <p role="status">{t('settings:secondFactor.isOn')}</p>
      <CopyBox
        label={t('settings:secondFactor.codes')}
        text={codes.join('\n')}
        action={t('settings:secondFactor.copyCodes')}
      />
      <button type="button" className={mainButton} onClick={onDone}>
        {t('settings:secondFactor.kept')}
      </button>
    </div>
  );
}

interface OnProps {
  factor: SecondFactor;
  since: string;
  onCodes: (codes: readonly string[]) => void;
  onRemoved: () => void;
}

function On({ factor, since, onCodes, onRemoved }: OnProps) {
  return (
    <div className="space-y-4 text-sm">
      <p>{t('settings:secondFactor.since', { date: formatInstant(since), count: factor.recovery_codes_left })}</p>
      <ProvenAction
        label={t('settings:secondFactor.renew')}
        onProven={async (password, code) => {
          onCodes((await renewRecoveryCodes(password, code)).recovery_codes);
        }}
      />
      <ProvenAction
        label={t('settings:secondFactor.turnOff')}
        onProven={async (password, code) => {
          await removeTotp(password, code);
          onRemoved();
        }}
      />
    </div>
  );
}

interface ProvenActionProps {
  label: string;
  onProven: (password: string, code: string) => Promise<void>;
}

/** Something that takes the password and a code. */
function ProvenAction({ label, onProven }: ProvenActionProps) {
  const { isBusy, error, run } = useAction();
  return (
    <details>
      <summary className="font-medium">{label}</summary>
      <form
        method="post"
        className="mt-4 max-w-sm space-y-4"
        onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
          event.preventDefault();
          const form = event.currentTarget;
          run(() => onProven(readField(form, 'password'), readField(form, 'code').trim()));
        }}
      >
        <Field
          label={t('common:fields.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Field
          label={t('common:fields.code')}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          hint={t('settings:secondFactor.codeHint')}
          required
        />
        <Refusal error={error} />
        <button type="submit" disabled={isBusy} className={mainButton}>
          {label}
        </button>
      </form>
    </details>
  );
}
