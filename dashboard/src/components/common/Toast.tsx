import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { t } from '../../locales/i18n.js';
import { quietButton } from './Failure.js';
import { Icon } from './Icon.js';

interface Toast {
  text: string;
  /** What was attempted didn't happen: said at once, and left standing until it's closed. */
  isFailure?: boolean;
  /** Takes back what the text tells of. */
  undo?: (() => void) | undefined;
}

type ShowToast = (toast: Toast) => void;

const ToastContext = createContext<ShowToast | undefined>(undefined);

/** Long enough to read it and to reach for "Undo"; it stays while the pointer or the focus is on it. */
const shownMs = 12_000;

/** Lets what lies below say in passing what was done, with a way to take it back. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ id: number; toast: Toast }>();
  const show = useCallback<ShowToast>((toast) => {
    setShown((before) => ({ id: (before?.id ?? 0) + 1, toast }));
  }, []);
  const close = useCallback(() => {
    setShown(undefined);
  }, []);
  return (
    <ToastContext.Provider value={show}>
      {children}
      {/* Here before anything is said, so that screen readers notice what is. */}
      <div
        aria-live="polite"
        className="pointer-events-none fixed inset-x-4 bottom-20 z-40 flex justify-center lg:bottom-6 print:hidden"
      >
        {shown !== undefined && <ToastCard key={shown.id} toast={shown.toast} onClose={close} />}
      </div>
    </ToastContext.Provider>
  );
}

export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (show === undefined) throw new Error('useToast needs a ToastProvider around it');
  return show;
}

function ToastCard({ toast: { text, isFailure = false, undo }, onClose }: { toast: Toast; onClose: () => void }) {
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
            onClose();
            undo();
          }}
        >
          {t('layout:toast.undo')}
        </button>
      )}
      <button type="button" className={quietButton} onClick={onClose}>
        {t('layout:toast.close')}
      </button>
    </div>
  );
}
