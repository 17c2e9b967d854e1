import { depthOf, depthSteps } from './depth.js';

interface DepthScaleProps {
  largest: number;
  formatValue: (value: number) => string;
  /** What is measured. */
  valueName: string;
}

/** What the depth of a colour means; nothing where nothing is coloured. */
export function DepthScale({ largest, formatValue, valueName }: DepthScaleProps) {
  if (largest <= 0) return null;
  return (
    <p className="flex items-center gap-1.5 text-xs text-muted">
      <span className="mr-1">{valueName}</span>
      {formatValue(0)}
      {depthSteps.map((share) => (
        <span
          key={share}
          aria-hidden="true"
          className="inline-block size-3 rounded-sm bg-tide"
          style={{ opacity: depthOf(share, 1) }}
        />
      ))}
      {formatValue(largest)}
    </p>
  );
}
