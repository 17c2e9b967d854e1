import { useEffect, useState } from 'react';
import { loadConfig } from '../../services/config.js';
import { quietButton } from './Failure.js';
import { Icon } from './Icon.js';

/** The one line that a site needs, ready to copy. */
export function Snippet({ domain }: { domain: string }) {
  const [apiUrl, setApiUrl] = useState<string>();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');

  useEffect(() => {
    void loadConfig().then((config) => {
      setApiUrl(config.apiUrl);
    });
  }, []);

  const line = `<script defer data-site="${domain}" src="${apiUrl ?? '…'}/tracker.js"></script>`;
  const copy = () => {
    // There is no clipboard on plain http away from localhost.
    const clipboard = (navigator as Partial<Navigator>).clipboard;
    if (clipboard === undefined) {
      setCopied('failed');
      return;
    }
    clipboard.writeText(line).then(
      () => {
        setCopied('yes');
      },
      () => {
        setCopied('failed');
      },
    );
  };

  return (
    <div className="text-left">
      <pre
        tabIndex={0}
        aria-label="Tracking snippet"
        className="overflow-x-auto rounded-xl border border-line bg-sunken p-4 text-[0.8125rem] leading-relaxed select-all"
      >
        <code>{line}</code>
      </pre>
      <div className="mt-3 flex items-center gap-3">
        <button type="button" onClick={copy} disabled={apiUrl === undefined} className={quietButton}>
          <Icon name={copied === 'yes' ? 'check' : 'copy'} className="size-4" />
          {copied === 'yes' ? 'Copied' : 'Copy the snippet'}
        </button>
        <span role="status" className="text-sm text-muted">
          {copied === 'failed' && 'This browser doesn’t allow copying here: select the line instead.'}
        </span>
      </div>
    </div>
  );
}
