/** The ids of a row of `page_visit_rows`, as the view `page_visits` has them. */
export const visitorIdOf = (row: string) =>
  `page_visit_visitor(${row}.is_session_derived, ${row}.visitor_uuid, ${row}.visitor_text)`;
export const sessionIdOf = (row: string) =>
  `page_visit_session(${row}.is_session_derived, ${row}.visitor_uuid, ${row}.visitor_text, ${row}.session_uuid, ${row}.session_text)`;
