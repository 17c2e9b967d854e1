import { AccountMenu } from '../session/AccountMenu.js';
import { HelpButton } from './HelpButton.js';
import { ThemeToggle } from './ThemeToggle.js';

/** The header where no site is chosen. */
export function PlainHeader() {
  return (
    <header className="mx-auto flex max-w-[100rem] justify-end px-4 pt-3 sm:px-8">
      <HelpButton />
      <ThemeToggle />
      <AccountMenu />
    </header>
  );
}
