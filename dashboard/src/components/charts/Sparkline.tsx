/** The level of the water over the days, at the foot of a metric card: decoration, the chart says it properly. */
export function Sparkline({ values, className }: { values: readonly (number | null)[]; className: string }) {
  if (values.length < 2) return null;
  const largest = Math.max(...values.map((value) => value ?? 0));
  if (largest <= 0) return null;
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * 100;
    return `${x.toFixed(2)} ${(30 - ((value ?? 0) / largest) * 28).toFixed(2)}`;
  });
  return (
    <svg aria-hidden="true" viewBox="0 0 100 30" preserveAspectRatio="none" className={className}>
      <path d={`M0 30L${points.join('L')}L100 30Z`} fill="currentColor" />
    </svg>
  );
}
