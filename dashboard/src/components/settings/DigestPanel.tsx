import { type SyntheticEvent, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { formatInstant } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import { changeDigest, previewDigest, readDigest, sendDigest } from '../../services/settings.js';
import type { Site } from '../../types/analytics.js';
import type { DigestDelivery, DigestPreview, DigestSettings } from '../../types/settings.js';
import { quietButton } from '../common/Failure.js';
import { Field, mainButton, readField } from '../common/Field.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { problemOf, Refusal } from '../common/Refusal.js';
import { RowsSkeleton } from '../common/Skeleton.js';

/** The weekly digest of a site: to whom it goes, how it looks, how it left last. */
export function DigestPanel({ site }: { site: Site }) {
  const report = useAnalytics(readDigest(site.id));
  const reload = () => {
    if (report.status === 'ready') report.retry();
  };
  return (
    <Panel title={t('settings:digest.title')}>
      <Loadable report={report} skeleton={<RowsSkeleton label={t('settings:digest.loading')} />}>
        {(settings) => (
          <div className="space-y-6">
            <DigestForm siteId={site.id} settings={settings} onSaved={reload} />
            <Deliveries settings={settings} />
            <TryOut siteId={site.id} onSent={reload} />
          </div>
        )}
      </Loadable>
    </Panel>
  );
}

interface DigestFormProps {
  siteId: number;
  settings: DigestSettings;
  onSaved: () => void;
}

function DigestForm({ siteId, settings, onSaved }: DigestFormProps) {
  const { isBusy, error, run } = useAction();
  const [isSaved, setIsSaved] = useState(false);
  return (
    <form
      className="space-y-4"
      onSubmit={(event: SyntheticEvent<HTMLFormElement>) => {
        event.preventDefault();
        const form = event.currentTarget;
        const webhook = readField(form, 'webhook_url').trim();
        setIsSaved(false);
        run(async () => {
          await changeDigest(siteId, {
            is_enabled: readField(form, 'is_enabled') === 'on',
            recipients: readField(form, 'recipients')
              .split(/[\s,;]+/)
              .filter((recipient) => recipient !== ''),
            webhook_url: webhook === '' ? null : webhook,
          });
          setIsSaved(true);
          onSaved();
        });
      }}
    >
      <label className="flex min-h-11 items-center gap-3 text-sm font-medium">
        <input type="checkbox" name="is_enabled" defaultChecked={settings.is_enabled} className="size-5 accent-tide" />
        {t('settings:digest.enable')}
      </label>
      <Field
        label={t('settings:digest.recipients')}
        name="recipients"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={settings.recipients.join(', ')}
        hint={settings.can_email ? t('settings:digest.recipientsHint') : t('settings:digest.noEmail')}
        problem={error?.fields.find(({ path }) => path.startsWith('recipients'))?.message}
      />
      <Field
        label={t('settings:digest.webhook')}
        name="webhook_url"
        type="url"
        autoComplete="off"
        defaultValue={settings.webhook_url ?? ''}
        hint={t('settings:digest.webhookHint')}
        problem={problemOf(error, 'webhook_url')}
      />
      <Refusal error={error} />
      <button type="submit" disabled={isBusy} className={mainButton}>
        {t('settings:digest.submit')}
      </button>
      {isSaved && (
        <p role="status" className="text-sm">
          {t('settings:saved')}
        </p>
      )}
    </form>
  );
}

function Deliveries({ settings: { deliveries, next_at } }: { settings: DigestSettings }) {
  return (
    <div className="space-y-1 text-sm">
      <p className="text-muted">
        {next_at === null ? t('settings:digest.off') : t('settings:digest.next', { date: formatInstant(next_at) })}
      </p>
      {deliveries.map((delivery) => (
        <DeliveryLine key={delivery.channel} delivery={delivery} />
      ))}
    </div>
  );
}

function DeliveryLine({ delivery: { channel, at, is_delivered, error } }: { delivery: DigestDelivery }) {
  const words = { channel: t(`settings:digest.channels.${channel}`), date: formatInstant(at) };
  if (is_delivered) return <p>{t('settings:digest.delivered', words)}</p>;
  const reason = error ?? t('settings:digest.onItsWay');
  return <p className="break-words text-bad">{t('settings:digest.notDelivered', { ...words, reason })}</p>;
}

function TryOut({ siteId, onSent }: { siteId: number; onSent: () => void }) {
  const { isBusy, error, run } = useAction();
  const [preview, setPreview] = useState<DigestPreview>();
  const [sent, setSent] = useState<readonly DigestDelivery[]>();
  return (
    <div className="space-y-3 text-sm">
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          disabled={isBusy}
          className={quietButton}
          onClick={() => {
            run(async () => {
              setPreview(await previewDigest(siteId));
            });
          }}
        >
          {t('settings:digest.preview')}
        </button>
        <button
          type="button"
          disabled={isBusy}
          className={quietButton}
          onClick={() => {
            setSent(undefined);
            run(async () => {
              setSent((await sendDigest(siteId)).deliveries);
              onSent();
            });
          }}
        >
          {t('settings:digest.test')}
        </button>
      </div>
      <Refusal error={error} />
      {sent !== undefined && (
        <p role="status">
          {sent.every(({ is_delivered }) => is_delivered)
            ? t('settings:digest.testDelivered')
            : t('settings:digest.testNotDelivered')}
        </p>
      )}
      {preview !== undefined && (
        <figure>
          <figcaption className="font-medium break-words">{preview.subject}</figcaption>
          <pre className="mt-2 max-h-96 overflow-auto rounded-lg bg-sunken p-3 text-xs whitespace-pre-wrap">
            {preview.text}
          </pre>
        </figure>
      )}
    </div>
  );
}
