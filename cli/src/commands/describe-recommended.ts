import { quote, type Finding, type Recommended } from '@tidemark/api';
import { formatCount, plural } from '../format.js';

const SHOWN_LENGTH = 300;

/** What was found on a site, the most urgent first, each with its evidence; and what was kept of it. */
export function describeRecommended(domain: string, { date, findings, changes, receipts }: Recommended): string {
  const sorted = [...findings].sort(
    (one, other) => one.priority - other.priority || other.impact.score - one.impact.score,
  );
  const found =
    findings.length === 0
      ? `Nothing on ${domain} stands out, up to ${date}.\n`
      : `${plural(findings.length, 'recommendation')} for ${domain}, up to ${date}:\n\n${sorted.map(describeFinding).join('\n')}`;
  if (changes === null) return `${found}\nNothing was kept (--dry-run).\n`;
  const { added, renewed, reopened, expired } = changes;
  const measured = receipts === 0 ? '' : ` ${plural(receipts, 'receipt')} handed out.`;
  return `${found}\nKept: ${formatCount(added)} new, ${formatCount(renewed)} known, ${formatCount(reopened)} back, ${formatCount(expired)} gone.${measured}\n`;
}

/** Names of pages and sources come from strangers: they must not steer the terminal. */
function describeFinding({ type, title, description, priority, evidence, impact }: Finding): string {
  const { observed, expected, interval, period, metric, subjects, explained_by } = evidence;
  const round = (value: number) => (Math.abs(value) < 10 ? value.toFixed(2) : formatCount(value));
  const within = interval
    ? ` (${String(interval.level)}% between ${round(interval.lower)} and ${round(interval.upper)})`
    : '';
  const chance =
    evidence.q_value === null ? '' : `; q ${evidence.q_value.toPrecision(2)} of ${formatCount(evidence.tested)} tests`;
  const about = subjects.map(({ dimension, value }) => `${dimension} ${show(value)}`);
  const causes = explained_by.map(
    ({ dimension, value, share }) => `${dimension} ${show(value)} ${(100 * share).toFixed(0)}%`,
  );
  return [
    `[${String(priority)}] ${quote(title, SHOWN_LENGTH)}  ${type}`,
    `    ${quote(description, 2 * SHOWN_LENGTH)}`,
    `    ${metric} ${round(observed)}, expected ${round(expected)}${within}, ${period.start_date} to ${period.end_date}${chance}`,
    ...(about.length > 0 ? [`    about ${about.join(', ')}`] : []),
    ...(causes.length > 0 ? [`    explained by ${causes.join(', ')}`] : []),
    `    impact ${formatCount(impact.visits_per_week)} visits a week x ${impact.plausible_effect.toFixed(2)} x ${impact.confidence.toFixed(2)} = ${round(impact.score)}`,
    '',
  ].join('\n');
}

function show(value: string | null): string {
  return value === null ? '(none)' : quote(value, SHOWN_LENGTH);
}
