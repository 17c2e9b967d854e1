import type { ReactNode } from 'react';
import { LanguageChoice } from '../common/LanguageChoice.js';
import { Waterline } from '../common/Waterline.js';
import { Logo } from '../layout/Logo.js';

/** The page before one is inside: a card over deep water. */
export function Entrance({ children }: { children: ReactNode }) {
  return (
    <div className="relative flex min-h-screen flex-col items-center overflow-hidden bg-[#0a2733] px-4 py-10 sm:justify-center">
      <div className="relative z-10 w-full max-w-sm">
        <div className="mb-6 flex justify-center">
          <Logo />
        </div>
        <main className="rounded-2xl border border-line bg-surface p-6 text-ink shadow-card sm:p-8">{children}</main>
        <div className="mt-4 flex justify-center text-sm text-[#c5dcdf]">
          <LanguageChoice />
        </div>
      </div>
      <Waterline className="absolute inset-x-0 bottom-0 h-44 w-full" />
    </div>
  );
}
