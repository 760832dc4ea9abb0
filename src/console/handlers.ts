import type { ApiRequest, Handler, Handlers } from './api.ts';
import { auditList } from './audit-list.ts';
import type { EndpointName } from './contract.ts';
import { deliveriesAct } from './deliveries-act.ts';
import { deliveriesList } from './deliveries-list.ts';
import { eventPayload } from './event-payload.ts';
import { eventShow } from './event-show.ts';
import { eventsAct } from './events-act.ts';
import { eventsList } from './events-list.ts';
import { feedList } from './feed-list.ts';
import { me } from './me.ts';
import { now } from './now.ts';
import { operations } from './operations.ts';
import { quiet } from './quiet.ts';
import { unavailable } from './refusal.ts';
import { signInLink } from './sign-in-link.ts';
import { signOut } from './sign-out.ts';
import { silencesCreate } from './silences-create.ts';
import { silencesEnd } from './silences-end.ts';
import { subjectsList } from './subjects-list.ts';

type DepsOf<Make extends readonly ((deps: never) => unknown)[]> = Make extends readonly [
  (deps: infer First) => unknown,
  ...infer Rest extends readonly ((deps: never) => unknown)[],
]
  ? First & DepsOf<Rest>
  : unknown;

/** What the handlers need, together. */
export type HandlerDeps = DepsOf<
  [
    typeof auditList,
    typeof deliveriesAct,
    typeof deliveriesList,
    typeof eventPayload,
    typeof eventShow,
    typeof eventsAct,
    typeof eventsList,
    typeof feedList,
    typeof me,
    typeof now,
    typeof operations,
    typeof quiet,
    typeof signInLink,
    typeof signOut,
    typeof silencesCreate,
    typeof silencesEnd,
    typeof subjectsList,
  ]
>;

/** Endpoint by endpoint; the type proves that none is forgotten. */
export function consoleHandlers(deps: HandlerDeps): Handlers {
  return {
    'GET /api/me': me(deps),
    'POST /api/sign-in/link': signInLink(deps),
    'POST /api/sign-out': signOut(deps),
    'GET /api/now': now(deps),
    'GET /api/feed': feedList(deps),
    'GET /api/events': eventsList(deps),
    'GET /api/events/:seq': eventShow(deps),
    'GET /api/events/:seq/payload': eventPayload(deps),
    'POST /api/events/act': eventsAct(deps),
    'GET /api/deliveries': deliveriesList(deps),
    'POST /api/deliveries/act': deliveriesAct(deps),
    'GET /api/subjects': subjectsList(deps),
    'GET /api/subjects/:id': absent('subjects'),
    'POST /api/subjects/:id/act': absent('acting'),
    'GET /api/actions/:id': absent('acting'),
    'POST /api/actions/:id/submit': absent('acting'),
    'GET /api/rules': absent('rules'),
    'POST /api/rules/playground': absent('rules'),
    'POST /api/rules/diff': absent('rules'),
    'POST /api/rules/time-machine': absent('rules'),
    'GET /api/rules/time-machine/:id': absent('rules'),
    'POST /api/rules/time-machine/:id/cancel': absent('rules'),
    'GET /api/rules/paths': absent('rules'),
    'POST /api/rules/card-preview': absent('rules'),
    'GET /api/revenue': absent('revenue'),
    'GET /api/quiet': quiet(deps),
    'POST /api/silences': silencesCreate(deps),
    'POST /api/silences/:id/end': silencesEnd(deps),
    'GET /api/operations': operations(deps),
    'POST /api/operations/check': absent('live checks'),
    'POST /api/operations/endpoint': absent('live checks'),
    'POST /api/operations/verify': absent('verify'),
    'GET /api/operations/verify/:id': absent('verify'),
    'GET /api/audit': auditList(deps),
    'GET /api/setup': absent('set-up'),
    'POST /api/setup/stripe': absent('set-up'),
    'POST /api/setup/endpoint': absent('set-up'),
    'GET /api/setup/manifest': absent('set-up'),
    'POST /api/setup/slack': absent('set-up'),
    'GET /api/setup/channels': absent('set-up'),
    'POST /api/setup/channel': absent('set-up'),
    'POST /api/setup/test': absent('set-up'),
    'POST /api/setup/finish': absent('set-up'),
  };
}

/** Not in this version of the service. */
function absent<N extends EndpointName>(what: string): Handler<N> {
  return async (_request: ApiRequest) => {
    throw unavailable('not_available', `${what}: not available in this version`);
  };
}
