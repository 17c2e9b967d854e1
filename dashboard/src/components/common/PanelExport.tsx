import { useRef } from 'react';
import { useAction } from '../../hooks/useAction.js';
import { type TextTable, toCsv, toCsvPath, toFileName } from '../../lib/csv.js';
import { t } from '../../locales/i18n.js';
import { downloadRows, saveRows } from '../../services/download.js';
import { savePicture } from '../../services/panel-picture.js';
import { Refusal } from './Refusal.js';

interface PanelExportProps {
  /** What is saved, in words. */
  name: string;
  /** The address of the report that holds the rows. */
  csvPath?: string | undefined;
  /** The rows themselves, where no report holds them. */
  table?: TextTable | undefined;
}

/** Saves the panel around it: its rows for spreadsheets, and a picture of it. */
export function PanelExport({ name, csvPath, table }: PanelExportProps) {
  const { isBusy, error, run } = useAction();
  const box = useRef<HTMLDivElement>(null);

  const saveTable = async () => {
    const fileName = toFileName(name, 'csv');
    if (csvPath !== undefined) await downloadRows(toCsvPath(csvPath), fileName);
    else if (table !== undefined) saveRows(toCsv(table), fileName);
  };
  const saveImage = async () => {
    const panel = box.current?.closest<HTMLElement>('[data-panel]');
    if (!panel) throw new Error('there is no panel around the button');
    await savePicture(panel, toFileName(name, 'png'));
  };

  return (
    <div ref={box} data-export="no" className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
      {(csvPath !== undefined || table !== undefined) && (
        <button
          type="button"
          disabled={isBusy}
          aria-label={t('figures:export.rows', { name })}
          className={linkButton}
          onClick={() => {
            run(saveTable);
          }}
        >
          {t('figures:export.csv')}
        </button>
      )}
      <button
        type="button"
        disabled={isBusy}
        aria-label={t('figures:export.picture', { name })}
        className={linkButton}
        onClick={() => {
          run(saveImage);
        }}
      >
        {t('figures:export.png')}
      </button>
      <Refusal error={error} />
    </div>
  );
}

const linkButton = 'min-h-9 min-w-9 px-1 underline underline-offset-4 hover:text-ink disabled:opacity-60';
