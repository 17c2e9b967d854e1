/** The name with its sign: a light over two swells. */
export function Logo() {
  return (
    <span className="flex items-center gap-2.5">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-8">
        <circle cx="16" cy="12" r="5.500" fill="#f2a65a" />
        <path
          d="M2 18c4-3 7-3 10 0s6 3 9 0 6-3 9 0"
          fill="none"
          stroke="#5cc9c7"
          strokeWidth="2.500"
          strokeLinecap="round"
        />
        <path
          d="M2 25c4-3 7-3 10 0s6 3 9 0 6-3 9 0"
          fill="none"
          stroke="#1f97a0"
          strokeWidth="2.500"
          strokeLinecap="round"
        />
      </svg>
      <span className="font-display text-xl tracking-wide text-[var(--logo-ink,#fff)]">Tidemark</span>
    </span>
  );
}
