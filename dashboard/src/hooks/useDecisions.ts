import { useRef, useState } from 'react';
import { useToast } from '../context/toast.js';
import { mayFollow } from '../lib/recommendations.js';
import { t } from '../locales/i18n.js';
import { toApiError } from '../services/api.js';
import { decide } from '../services/recommendations.js';
import type { DecidedStatus, Recommendation } from '../types/recommendations.js';

interface Decisions {
  /** A card as it stands with what was decided here, which the list may not know yet. */
  withDecision: (card: Recommendation) => Recommendation;
  /** Shows the decision at once, then sends it; one that is refused is taken back, and said. */
  decideAbout: (card: Recommendation, status: DecidedStatus) => void;
}

/** Decisions about recommendations: shown before they are answered, and undone with a click. */
export function useDecisions(onDecided: () => void): Decisions {
  const showToast = useToast();
  const [changed, setChanged] = useState<ReadonlyMap<number, Recommendation>>(new Map());
  /** The last call about each card: the next waits for it, so that they arrive as they were made. */
  const calls = useRef(new Map<number, Promise<void>>());

  const change = (id: number, card: Recommendation | undefined) => {
    setChanged((before) => {
      const next = new Map(before);
      if (card === undefined) next.delete(id);
      else next.set(id, card);
      return next;
    });
  };

  const decideAbout = (card: Recommendation, status: DecidedStatus) => {
    const shown: Recommendation = { ...card, status, receipt_due: status === 'accepted' ? card.receipt_due : null };
    const isLast = () => calls.current.get(card.id) === call;
    const before = card.status;
    const send = async () => {
      try {
        const saved = await decide(card.id, status);
        if (isLast()) change(card.id, saved);
        onDecided();
      } catch (thrown) {
        if (!isLast()) return;
        change(card.id, card);
        const { detail } = toApiError(thrown);
        showToast({ isFailure: true, text: t('recommendations:refused', { title: card.title, detail }) });
      }
    };
    change(card.id, shown);
    const call = (calls.current.get(card.id) ?? Promise.resolve()).then(send);
    calls.current.set(card.id, call);
    showToast({
      text: t(`recommendations:decided.${status}`, { title: card.title }),
      undo:
        before !== 'expired' && mayFollow(before, shown)
          ? () => {
              decideAbout(shown, before);
            }
          : undefined,
    });
  };

  return {
    withDecision: (card) => {
      const decided = changed.get(card.id);
      return decided !== undefined && decided.updated_at >= card.updated_at ? decided : card;
    },
    decideAbout,
  };
}
