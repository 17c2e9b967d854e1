/** What is noted at days, and which say nothing of usual traffic. From the contracts, as types alone. */
export type { Annotation, AnnotationList, MarkedDays, MarkedDaysList, NewAnnotation } from '@tidemark/contracts';
