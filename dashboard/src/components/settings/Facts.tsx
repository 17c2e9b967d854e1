/** What is known of an entry, in one small line. */
export function Facts({ facts }: { facts: readonly (string | false | null)[] }) {
  return <p className="text-xs break-words text-muted">{facts.filter(Boolean).join(' · ')}</p>;
}
