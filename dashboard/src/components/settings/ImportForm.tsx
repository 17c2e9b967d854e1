import { useRef, useState } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { t } from '../../locales/i18n.js';
import { importDays } from '../../services/settings.js';
import type { ImportedDaysOutcome, ImportSource } from '../../types/settings.js';
import { quietButton } from '../common/Failure.js';
import { mainButton } from '../common/Field.js';
import { Refusal } from '../common/Refusal.js';
import { SelectField } from '../common/SelectField.js';
import { ImportOutcome } from './ImportOutcome.js';

const formats: readonly (ImportSource | 'auto')[] = ['auto', 'csv', 'ga4', 'plausible', 'matomo', 'umami'];

/** Takes a file, shows what it would bring, and stores that when it's wanted. */
export function ImportForm({ siteId, onStored }: { siteId: number; onStored: () => void }) {
  const { isBusy, error, run } = useAction();
  const [format, setFormat] = useState<ImportSource | 'auto'>('auto');
  const [file, setFile] = useState<File>();
  const [outcome, setOutcome] = useState<ImportedDaysOutcome>();
  const input = useRef<HTMLInputElement>(null);

  const look = (chosen: File, wanted: ImportSource | 'auto') => {
    setFile(chosen);
    setOutcome(undefined);
    run(async () => {
      // Days that are there already are no fault here: the preview tells them.
      setOutcome(await importDays(siteId, chosen, { format: wanted, isDryRun: true, isOverwriting: true }));
    });
  };
  const leave = () => {
    setFile(undefined);
    setOutcome(undefined);
    if (input.current !== null) input.current.value = '';
  };
  const isPreview = outcome?.dry_run === true;
  return (
    <div className="space-y-4">
      <SelectField
        label={t('settings:import.tool')}
        options={formats.map((id) => ({ id, label: t(`settings:import.sources.${id}`) }))}
        value={format}
        isDisabled={isBusy}
        onChange={(chosen) => {
          setFormat(chosen);
          if (file !== undefined) look(file, chosen);
        }}
      />
      <label className="block text-sm font-medium">
        {t('settings:import.file')}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.json,text/csv"
          disabled={isBusy}
          className="mt-1 block min-h-11 w-full min-w-0 rounded-lg border border-line bg-surface p-2 font-normal text-ink file:mr-3 file:min-h-7 file:rounded-md file:border-0 file:bg-sunken file:px-3 file:font-medium file:text-ink"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen !== undefined) look(chosen, format);
          }}
        />
      </label>
      <Refusal error={error} />
      <p role="status" className="text-sm text-muted">
        {isBusy && t('settings:import.reading')}
      </p>
      {outcome !== undefined && <ImportOutcome outcome={outcome} />}
      {isPreview && file !== undefined && (
        <div className="flex flex-wrap gap-2">
          <button
            type="button"
            disabled={isBusy}
            className={mainButton}
            onClick={() => {
              run(async () => {
                const isOverwriting = outcome.already_there > 0;
                const stored = await importDays(siteId, file, { format, isDryRun: false, isOverwriting });
                leave();
                setOutcome(stored);
                onStored();
              });
            }}
          >
            {t('settings:import.store', { count: outcome.days })}
          </button>
          <button type="button" disabled={isBusy} className={quietButton} onClick={leave}>
            {t('common:cancel')}
          </button>
        </div>
      )}
    </div>
  );
}
