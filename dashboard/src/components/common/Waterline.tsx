/** Two swells under a horizon. Decoration. */
export function Waterline({ className }: { className: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 1200 120" preserveAspectRatio="none" className={className}>
      <path d="M0 52C150 20 300 20 450 48s300 36 450 6 225-26 300-10v76H0z" className="fill-tide opacity-20" />
      <path d="M0 82c120-26 260-26 420-4s300 22 450-2 240-20 330-4v48H0z" className="fill-tide opacity-35" />
    </svg>
  );
}
