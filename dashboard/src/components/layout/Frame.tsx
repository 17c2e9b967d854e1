import type { ReactNode } from 'react';
import { ShortcutsProvider } from '../../context/shortcuts.js';
import { ToastProvider } from '../../context/toast.js';
import { t } from '../../locales/i18n.js';
import { Sidebar } from './Sidebar.js';

/** The menu beside, or under, every view, and what goes with all of them: shortcuts and what is said in passing. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <ShortcutsProvider>
      <ToastProvider>
        <div className="min-h-screen pb-20 lg:pb-0 lg:pl-56">
          <a
            href="#main"
            className="sr-only z-40 rounded-lg bg-surface p-3 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          >
            {t('common:skipToContent')}
          </a>
          <Sidebar />
          {children}
        </div>
      </ToastProvider>
    </ShortcutsProvider>
  );
}

/** What a view itself has to say. */
export function Main({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[100rem] px-4 py-6 outline-none sm:px-8 sm:py-8">
      {children}
    </main>
  );
}
