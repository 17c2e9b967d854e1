/**
 * Artillery's functions of people who visit a site. Each event is noted before it's sent and once it's acknowledged, a line
 * of JSON each, in the file that EVENTS_FILE names.
 */
import { appendFileSync } from 'node:fs';
import { createSession, createVisitor, headersOf, leavePage, openPage, pickStayMs } from '../support/visitors.mjs';

const { SITE: site, EVENTS_FILE: eventsFile } = process.env;
/** People read faster here than anywhere: a session must fit into a short run. */
const HURRY = 10;
const MAX_STAY_MS = 8_000;
const STAYS_FOR_ANOTHER_PAGE = 0.6;

const note = (what, event) =>
  appendFileSync(eventsFile, `${JSON.stringify([what, event.event_id, event.time_on_page ?? -1])}\n`);

/** Who comes, and on which page they begin. */
export function arrive(context, _events, done) {
  context.vars.session = createSession(createVisitor(), { site, campaign: context.vars.campaign });
  done();
}

function send(request, { vars }, event) {
  request.body = JSON.stringify([event]);
  request.headers = { ...request.headers, ...headersOf(vars.session.visitor) };
  note('sent', event);
}

/** A page is opened. */
export function open(request, context, _events, done) {
  context.vars.view = openPage(context.vars.session);
  context.vars.event = context.vars.view;
  context.vars.staySeconds = Math.min(pickStayMs() / HURRY, MAX_STAY_MS) / 1_000;
  send(request, context, context.vars.event);
  done();
}

/** A page is left. */
export function leave(request, context, _events, done) {
  context.vars.event = leavePage(context.vars.view);
  send(request, context, context.vars.event);
  done();
}

/** What was answered 201 must be there in the end. */
export function acknowledge(_request, response, context, _events, done) {
  if (response.statusCode === 201) note('acknowledged', context.vars.event);
  done();
}

/** Whether the visitor opens another page. */
export function goesOn(_context, done) {
  done(Math.random() < STAYS_FOR_ANOTHER_PAGE);
}
