import { useEffect, useState } from 'react';
import { t } from '../../locales/i18n.js';
import { quietButton } from './Failure.js';
import { Icon } from './Icon.js';

export interface ToastContent {
  text: string;
  /** What was attempted didn't happen: said at once, and left standing until it's closed. */
  isFailure?: boolean;
  /** Takes back what the text tells of. */
  undo?: (() => void) | undefined;
}

/** Long enough to read it and to reach for "Undo"; it stays while the pointer or the focus is on it. */
const shownMs = 12_000;

interface ToastProps {
  content: ToastContent;
  onClose: () => void;
}

/** What was done, said in passing. */
export function Toast({ content: { text, isFailure = false, undo }, onClose }: ToastProps) {
  const [isHeld, setIsHeld] = useState(false);

  useEffect(() => {
    if (isHeld || isFailure) return undefined;
    const timer = setTimeout(onClose, shownMs);
    return () => {
      clearTimeout(timer);
    };
  }, [isHeld, isFailure, onClose]);

  const hold = () => {
    setIsHeld(true);
  };
  const letGo = () => {
    setIsHeld(false);
  };
  const leave = () => {
    // The pressed button goes away: the keyboard goes on from the content.
    document.getElementById('main')?.focus({ preventScroll: true });
    onClose();
  };
  return (
    <div
      role={isFailure ? 'alert' : undefined}
      className={`pointer-events-auto flex max-w-xl min-w-0 flex-wrap items-center gap-3 rounded-xl border bg-surface p-3 text-sm shadow-card ${isFailure ? 'border-bad' : 'border-line'}`}
      onPointerEnter={hold}
      onPointerLeave={letGo}
      onFocus={hold}
      onBlur={letGo}
    >
      <Icon name={isFailure ? 'warning' : 'check'} className={`size-5 ${isFailure ? 'text-bad' : 'text-good'}`} />
      <p className="min-w-0 flex-1 basis-40 break-words">{text}</p>
      {undo !== undefined && (
        <button
          type="button"
          className={quietButton}
          onClick={() => {
            leave();
            undo();
          }}
        >
          {t('layout:toast.undo')}
        </button>
      )}
      <button type="button" className={quietButton} onClick={leave}>
        {t('layout:toast.close')}
      </button>
    </div>
  );
}
