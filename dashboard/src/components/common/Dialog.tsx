import { type PointerEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { t } from '../../locales/i18n.js';
import { Icon } from './Icon.js';

interface DialogProps {
  title: string;
  /** How wide it may grow. */
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog while it is rendered: the browser keeps the focus inside, and gives it back to what opened it. */
export function Dialog({ title, className = 'max-w-lg', onClose, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const headingId = useId();

  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    // React keeps `autoFocus` to itself, and sets it before the dialog is open.
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    // Closed before it leaves the page, or the browser would forget where the focus was.
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={box}
      aria-labelledby={headingId}
      className={`m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-y-auto rounded-2xl border border-line bg-surface p-0 text-ink shadow-card backdrop:bg-black/40 ${className}`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        // A browser may close it without asking; what stands open again since isn't meant.
        if (!event.currentTarget.open) onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget && isOutside(event)) onClose();
      }}
    >
      <div className="p-5">
        <div className="mb-4 flex items-start justify-between gap-3">
          <h2 id={headingId} className="min-w-0 pt-1 font-display text-xl break-words">
            {title}
          </h2>
          <button
            type="button"
            aria-label={t('overview:dialog.close')}
            className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** On the backdrop, which belongs to the dialog as its scrollbar does. */
function isOutside({ clientX, clientY, currentTarget }: PointerEvent): boolean {
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
