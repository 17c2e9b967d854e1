interface ProgressBarProps {
  /** What moves on. */
  label: string;
  /** 0 to 1. */
  value: number;
  /** The same in words. */
  words: string;
}

/** How far something is, as a bar and in words. */
export function ProgressBar({ label, value, words }: ProgressBarProps) {
  const share = Math.min(1, Math.max(0, value)) * 100;
  return (
    <div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share)}
        aria-valuetext={words}
        className="h-2.5 overflow-hidden rounded-full border border-line bg-sunken"
      >
        <div className="h-full rounded-full bg-tide transition-[width]" style={{ width: `${share.toFixed(1)}%` }} />
      </div>
      <p aria-hidden="true" className="mt-1.5 text-sm text-muted">
        {words}
      </p>
    </div>
  );
}
