import { actionShow } from './action-show.ts';
import { actionSubmit } from './action-submit.ts';
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
import { operationsCheck, operationsEndpoint, operationsVerify, operationsVerifyShow } from './operations-live.ts';
import { quiet } from './quiet.ts';
import { unavailable } from './refusal.ts';
import { revenueShow } from './revenue.ts';
import {
  cardPreview,
  rulesDiff,
  rulesPaths,
  rulesPlayground,
  rulesShow,
  timeMachineCancel,
  timeMachineShow,
  timeMachineStart,
} from './rules.ts';
import {
  type SetupDeps,
  setupChannel,
  setupChannels,
  setupEndpoint,
  setupFinish,
  setupManifest,
  setupShow,
  setupSlack,
  setupStripe,
  setupTest,
} from './setup.ts';
import { signInLink } from './sign-in-link.ts';
import { signOut } from './sign-out.ts';
import { silencesCreate } from './silences-create.ts';
import { silencesEnd } from './silences-end.ts';
import { subjectAct } from './subject-act.ts';
import { subjectShow } from './subject-show.ts';
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
    typeof actionShow,
    typeof actionSubmit,
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
    typeof operationsCheck,
    typeof quiet,
    typeof revenueShow,
    typeof rulesShow,
    typeof setupShow,
    typeof signInLink,
    typeof signOut,
    typeof silencesCreate,
    typeof silencesEnd,
    typeof subjectAct,
    typeof subjectShow,
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
    'GET /api/subjects/:id': subjectShow(deps),
    'POST /api/subjects/:id/act': subjectAct(deps),
    'GET /api/actions/:id': actionShow(deps),
    'POST /api/actions/:id/submit': actionSubmit(deps),
    'GET /api/rules': rulesShow(deps),
    'POST /api/rules/playground': rulesPlayground(deps),
    'POST /api/rules/diff': rulesDiff(deps),
    'POST /api/rules/time-machine': timeMachineStart(deps),
    'GET /api/rules/time-machine/:id': timeMachineShow(deps),
    'POST /api/rules/time-machine/:id/cancel': timeMachineCancel(deps),
    'GET /api/rules/paths': rulesPaths(deps),
    'POST /api/rules/card-preview': cardPreview(deps),
    'GET /api/revenue': revenueShow(deps),
    'GET /api/quiet': quiet(deps),
    'POST /api/silences': silencesCreate(deps),
    'POST /api/silences/:id/end': silencesEnd(deps),
    'GET /api/operations': operations(deps),
    'POST /api/operations/check': operationsCheck(deps),
    'POST /api/operations/endpoint': operationsEndpoint(deps),
    'POST /api/operations/verify': operationsVerify(deps),
    'GET /api/operations/verify/:id': operationsVerifyShow(deps),
    'GET /api/audit': auditList(deps),
    ...setupTable(deps),
  };
}

/** The guided set-up, which a service that is not configured yet has alone. */
export function setupTable(deps: SetupDeps) {
  return {
    'GET /api/setup': setupShow(deps),
    'POST /api/setup/stripe': setupStripe(deps),
    'POST /api/setup/endpoint': setupEndpoint(deps),
    'GET /api/setup/manifest': setupManifest(deps),
    'POST /api/setup/slack': setupSlack(deps),
    'GET /api/setup/channels': setupChannels(deps),
    'POST /api/setup/channel': setupChannel(deps),
    'POST /api/setup/test': setupTest(deps),
    'POST /api/setup/finish': setupFinish(deps),
  } satisfies Partial<Handlers>;
}

/** Not in this service as it is. */
export function absent<N extends EndpointName>(what: string): Handler<N> {
  return async (_request: ApiRequest) => {
    throw unavailable('not_available', `${what}: not available in this version`);
  };
}
