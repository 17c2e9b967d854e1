/** The quiet shape of rows that are on their way. */
export function RowsSkeleton({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div role="status" className="space-y-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Block key={row} className="h-8" style={{ width: `${String(100 - row * 9)}%` }} />
      ))}
    </div>
  );
}

/** One grey block that breathes. */
export function Block({ className, style }: { className: string; style?: { width: string } }) {
  return <span aria-hidden="true" style={style} className={`block animate-pulse rounded-md bg-sunken ${className}`} />;
}
