import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatInstant } from '../../lib/format.js';
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
    <Panel title="Second factor">
      <Loadable report={report} skeleton={<RowsSkeleton rows={3} label="Loading the second factor" />}>
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
      <p className="text-sm text-muted">
        Off. With it, signing in also takes a code of an app on your phone, so that a stolen password isn’t enough.
      </p>
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        Set it up
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
      <p>Scan this with your authenticator app, or type the key into it. Then enter the code it shows.</p>
      <QrCode text={setup.otpauth_url} label="QR code for the authenticator app" />
      <CopyBox label="Key" text={setup.secret} action="Copy the key" />
      <div className="max-w-sm">
        <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" required />
      </div>
      <Refusal error={error} />
      <div className="flex flex-wrap gap-2">
        <button type="submit" disabled={isBusy} className={mainButton}>
          Turn it on
        </button>
        <button type="button" className={quietButton} onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="space-y-4 text-sm">
      <p role="status">
        The second factor is on. Keep these recovery codes where you find them without your phone: each signs in once in
        place of a code. They’re shown this once.
      </p>
      <CopyBox label="Recovery codes" text={codes.join('\n')} action="Copy the codes" />
      <button type="button" className={mainButton} onClick={onDone}>
        I’ve kept them
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
      <p>
        On since {formatInstant(since)}; {factor.recovery_codes_left} recovery codes are left.
      </p>
      <ProvenAction
        label="Make new recovery codes"
        onProven={async (password, code) => {
          onCodes((await renewRecoveryCodes(password, code)).recovery_codes);
        }}
      />
      <ProvenAction
        label="Turn it off"
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
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <Field
          label="Code"
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          hint="Of the app, or a recovery code."
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
