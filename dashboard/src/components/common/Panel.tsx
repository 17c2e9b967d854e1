import { type ReactNode, useId } from 'react';
import { ErrorBoundary } from './ErrorBoundary.js';

interface PanelProps {
  title: string;
  /** What its figures add up to. */
  total?: ReactNode;
  /** What stands at the right of the title: tabs, a legend. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A titled surface; a fault inside stays inside. Exports find it by its mark. */
export function Panel({ title, total, aside, className = '', children }: PanelProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      data-panel
      className={`min-w-0 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5 ${className}`}
    >
      <div className="mb-3 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex flex-wrap items-baseline gap-x-2.5">
          <h2 id={headingId} className="font-display text-lg leading-tight">
            {title}
          </h2>
          {total !== undefined && <p className="text-sm text-muted">{total}</p>}
        </div>
        {aside}
      </div>
      <ErrorBoundary>{children}</ErrorBoundary>
    </section>
  );
}
