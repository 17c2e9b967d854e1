/** What recommendations read and change. From the contracts, as types alone. */
export type {
  DecidedStatus,
  Evidence,
  Receipt,
  ReceiptVerdict,
  Recommendation,
  RecommendationList,
  RecommendationStatus,
  RecommendationType,
  TrackRecord,
} from '@tidemark/contracts';
