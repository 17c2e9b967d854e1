/** What is noted at the days of a chart. From the contracts, as types alone. */
export type { Annotation, AnnotationList, NewAnnotation } from '@tidemark/contracts';
