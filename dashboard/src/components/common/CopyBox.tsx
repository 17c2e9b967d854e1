import { useClipboard } from '../../hooks/useClipboard.js';
import { t } from '../../locales/i18n.js';
import { quietButton } from './Failure.js';
import { Icon } from './Icon.js';

interface CopyBoxProps {
  /** What the text is, for those who can't see it. */
  label: string;
  text: string;
  /** What the button says. */
  action: string;
  isDisabled?: boolean;
}

/** Text to be taken along, with a button that copies it. */
export function CopyBox({ label, text, action, isDisabled = false }: CopyBoxProps) {
  const [state, copy] = useClipboard();
  return (
    <div className="text-left">
      <pre
        tabIndex={0}
        aria-label={label}
        className="overflow-x-auto rounded-xl border border-line bg-sunken p-4 text-[0.8125rem] leading-relaxed select-all"
      >
        <code>{text}</code>
      </pre>
      <div className="mt-3 flex items-center gap-3">
        <button
          type="button"
          disabled={isDisabled}
          className={quietButton}
          onClick={() => {
            copy(text);
          }}
        >
          <Icon name={state === 'copied' ? 'check' : 'copy'} className="size-4" />
          {state === 'copied' ? t('common:copied') : action}
        </button>
        <span role="status" className="text-sm text-muted">
          {state === 'failed' && t('common:copyRefused')}
        </span>
      </div>
    </div>
  );
}
