import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { Toast, type ToastContent } from '../components/common/Toast.js';

type ShowToast = (content: ToastContent) => void;

const ToastContext = createContext<ShowToast | undefined>(undefined);

/** Lets what lies below say in passing what was done, with a way to take it back. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ id: number; content: ToastContent }>();
  const show = useCallback<ShowToast>((content) => {
    setShown((before) => ({ id: (before?.id ?? 0) + 1, content }));
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
        {shown !== undefined && <Toast key={shown.id} content={shown.content} onClose={close} />}
      </div>
    </ToastContext.Provider>
  );
}

export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (show === undefined) throw new Error('useToast needs a ToastProvider around it');
  return show;
}
