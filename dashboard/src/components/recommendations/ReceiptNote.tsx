import { labelOfVerdict } from '../../lib/recommendations.js';
import { t } from '../../locales/i18n.js';
import type { Receipt } from '../../types/recommendations.js';

/** What came of an accepted recommendation. It stands. */
export function ReceiptNote({ receipt }: { receipt: Receipt }) {
  const look = receipt.verdict === 'worked' ? 'bg-good-wash' : 'bg-sunken';
  return (
    <div className={`rounded-lg p-3 text-sm ${look}`}>
      <p className="font-medium">{t('recommendations:receipt', { verdict: labelOfVerdict(receipt.verdict) })}</p>
      <p lang="en" className="mt-1 break-words">
        {receipt.explanation}
      </p>
    </div>
  );
}
