import { useAction } from '../../hooks/useAction.js';
import { download } from '../../services/download.js';
import { Refusal } from '../common/Refusal.js';

interface CsvButtonProps {
  /** What the rows are. */
  caption: string;
  /** The report's address. */
  path: string;
}

/** Saves the rows of a report as a file for spreadsheets. */
export function CsvButton({ caption, path }: CsvButtonProps) {
  const { isBusy, error, run } = useAction();
  return (
    <>
      <button
        type="button"
        disabled={isBusy}
        aria-label={`${caption} as CSV`}
        className="min-h-9 px-1 underline underline-offset-4 hover:text-ink"
        onClick={() => {
          run(() => download(`${path}&format=csv`, `${caption.toLowerCase().replace(/ /g, '-')}.csv`));
        }}
      >
        CSV
      </button>
      <Refusal error={error} />
    </>
  );
}
