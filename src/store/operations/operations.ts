import { acceptEvents, freeClaims } from './accept-events.ts';
import {
  acceptAction,
  actionOfIntent,
  actionOfKey,
  approveAction,
  assignedTo,
  claimActions,
  freeActions,
  getAction,
  listSubjects,
} from './actions.ts';
import { listAudit } from './audit.ts';
import { dropCached, getCached, putCached } from './cache.ts';
import { claimEvents, deferEvent } from './claim-events.ts';
import { commitEvent } from './commit-event.ts';
import { getDialogue, getSession, newestKey, noteAudit, putDialogue, putSession, takeSession } from './console.ts';
import type { Context } from './context.ts';
import { digestContents } from './digest-contents.ts';
import { disputeOutcomes, networkMonths, openDisputes, passOverReminders, remindersOf } from './disputes.ts';
import { doubtRestored } from './doubt-restored.ts';
import { enqueueNotice } from './enqueue-notice.ts';
import { eventFates } from './event-fates.ts';
import { explainEvent } from './explain-event.ts';
import { incidentScopes } from './failures.ts';
import { feedAfter, feedThread, feedVersion, listFeed, putFeed } from './feed.ts';
import { fieldMarks, lockFields } from './fields.ts';
import { findInvoices } from './find-invoices.ts';
import { cardsOf, findSubjects, getSubject } from './find-subjects.ts';
import { finishDelivery } from './finish-delivery.ts';
import { foldDeliveries } from './fold-deliveries.ts';
import { incidentFigures, incidentTold, lastClosed, openIncidents, putIncident, untoldIncidents } from './incidents.ts';
import { counts, eventBody, listDeliveries, listEvents } from './inspect.ts';
import {
  endInstallation,
  getInstallation,
  putInstallation,
  redeemInstallState,
  renewInstallation,
} from './installations.ts';
import { laneHead } from './lane-head.ts';
import {
  freeLanes,
  idleLanes,
  leaseLanes,
  nextDueAt,
  pauseWorkspace,
  releaseLanes,
  renewLanes,
} from './lease-lanes.ts';
import { ledgerCustomers, ledgerOfEarlier } from './ledger-customers.ts';
import { ledgerChanges, ledgerScopes, listMovements } from './ledger-list.ts';
import { ledgerSums } from './ledger-sums.ts';
import { recordLedger } from './ledger-write.ts';
import { moveAction } from './move-action.ts';
import { noteStray } from './note-stray.ts';
import { paidBefore } from './paid-before.ts';
import type { Steps } from './query.ts';
import { refreshCards } from './refresh-cards.ts';
import { replay } from './replay.ts';
import { retain } from './retain.ts';
import { keyIdsInUse, keysInUse, rotateKeys } from './rotate-keys.ts';
import {
  declinedRoutes,
  endRouteChange,
  getProposal,
  proposeDigest,
  putRouteChange,
  routeChanges,
} from './route-changes.ts';
import { routeUsage } from './route-usage.ts';
import { getEvent, searchEvents, tallyEvents } from './search-events.ts';
import { describeDeliveries, parkDeliveries, searchSubjects } from './search-subjects.ts';
import { getSetting, ping, putSetting } from './settings.ts';
import { activeSilences, endSilence, listSilences, putSilence, tellHold, untoldHolds } from './silences.ts';
import {
  backlog,
  connectAccounts,
  countArrivals,
  holdTurn,
  lastArrival,
  noteStreamHour,
  streamHours,
} from './stream.ts';
import { correctSummary, fireSummary, getSummary, lastFiring, postedSummaries } from './summaries.ts';
import { takeDeliveries } from './take-deliveries.ts';
import { tellReminder } from './tell-reminder.ts';
import { forgetUnfurl, noteUnfurl } from './unfurls.ts';

/** Gives back what a dead process held. Only where no other process lives. */
function* recover(context: Context): Steps<void> {
  yield* freeClaims();
  yield* freeActions();
  yield* freeLanes(context);
  yield* doubtRestored(context);
}

function write<I, O>(run: (context: Context, input: I) => Steps<O>) {
  return { writes: true, run } as const;
}

/** A read runs without a transaction of its own: it sees the last commit. */
function read<I, O>(run: (context: Context, input: I) => Steps<O>) {
  return { writes: false, run } as const;
}

/** Everything that an engine can be asked to do. `acceptEvents` takes all that share a commit at once. */
export const operations = {
  acceptEvents: write(acceptEvents),
  claimEvents: write(claimEvents),
  commitEvent: write(commitEvent),
  deferEvent: write(deferEvent),
  findSubjects: read(findSubjects),
  getSubject: read(getSubject),
  findInvoices: read((_, query: Parameters<typeof findInvoices>[0]) => findInvoices(query)),
  cardsOf: read((_, subjectId: string) => cardsOf(subjectId)),
  refreshCards: write(refreshCards),
  getCached: read(getCached),
  putCached: write(putCached),
  dropCached: write((_, entry: Parameters<typeof dropCached>[0]) => dropCached(entry)),
  leaseLanes: write(leaseLanes),
  renewLanes: write((_, renew: Parameters<typeof renewLanes>[0]) => renewLanes(renew)),
  releaseLanes: write(releaseLanes),
  nextDueAt: read(() => nextDueAt()),
  laneHead: read(laneHead),
  takeDeliveries: write(takeDeliveries),
  foldDeliveries: write(foldDeliveries),
  digestContents: read((_, query: Parameters<typeof digestContents>[0]) => digestContents(query)),
  finishDelivery: write(finishDelivery),
  noteStray: write(noteStray),
  pauseWorkspace: write(pauseWorkspace),
  enqueueNotice: write(enqueueNotice),
  explainEvent: read((_, query: Parameters<typeof explainEvent>[0]) => explainEvent(query)),
  eventBody: read(eventBody),
  listEvents: read((_, query: Parameters<typeof listEvents>[0]) => listEvents(query)),
  listDeliveries: read((_, query: Parameters<typeof listDeliveries>[0]) => listDeliveries(query)),
  replay: write(replay),
  counts: read(() => counts()),
  idleLanes: read((_, query: Parameters<typeof idleLanes>[0]) => idleLanes(query)),
  ping: write(() => ping()),
  retain: write(retain),
  rotateKeys: write(rotateKeys),
  keysInUse: read(() => keysInUse()),
  keyIdsInUse: read(() => keyIdsInUse()),
  getSetting: read((_, name: string) => getSetting(name)),
  putSetting: write((_, entry: Parameters<typeof putSetting>[0]) => putSetting(entry)),
  eventFates: read((_, query: Parameters<typeof eventFates>[0]) => eventFates(query)),
  connectAccounts: read((_, query: Parameters<typeof connectAccounts>[0]) => connectAccounts(query)),
  countArrivals: read((_, query: Parameters<typeof countArrivals>[0]) => countArrivals(query)),
  lastArrival: read((_, account: string) => lastArrival(account)),
  streamHours: read((_, query: Parameters<typeof streamHours>[0]) => streamHours(query)),
  noteStreamHour: write((_, note: Parameters<typeof noteStreamHour>[0]) => noteStreamHour(note)),
  backlog: read((_, now: number) => backlog(now)),
  holdTurn: write((_, turn: Parameters<typeof holdTurn>[0]) => holdTurn(turn)),
  acceptAction: write(acceptAction),
  claimActions: write(claimActions),
  getAction: read(getAction),
  actionOfIntent: read(actionOfIntent),
  actionOfKey: read(actionOfKey),
  fieldMarks: read(fieldMarks),
  lockFields: write(lockFields),
  approveAction: write(approveAction),
  moveAction: write(moveAction),
  listAudit: read((_, query: Parameters<typeof listAudit>[0]) => listAudit(query)),
  assignedTo: read((_, query: Parameters<typeof assignedTo>[0]) => assignedTo(query)),
  listSubjects: read((_, query: Parameters<typeof listSubjects>[0]) => listSubjects(query)),
  getInstallation: read((context) => getInstallation(context)),
  putInstallation: write(putInstallation),
  renewInstallation: write(renewInstallation),
  endInstallation: write(endInstallation),
  redeemInstallState: write((_, state: Parameters<typeof redeemInstallState>[0]) => redeemInstallState(state)),
  putSilence: write(putSilence),
  endSilence: write(endSilence),
  activeSilences: read(activeSilences),
  listSilences: read(listSilences),
  untoldHolds: read((_, before: number) => untoldHolds(before)),
  tellHold: write(tellHold),
  incidentScopes: read((_, now: number) => incidentScopes(now)),
  putIncident: write(putIncident),
  incidentFigures: write(incidentFigures),
  lastClosed: read((_, scope: Parameters<typeof lastClosed>[0]) => lastClosed(scope)),
  openIncidents: read((context) => openIncidents(context)),
  untoldIncidents: read((context) => untoldIncidents(context)),
  incidentTold: write((_, told: Parameters<typeof incidentTold>[0]) => incidentTold(told)),
  routeUsage: read((_, since: number) => routeUsage(since)),
  putFeed: write(putFeed),
  listFeed: read(listFeed),
  feedAfter: read(feedAfter),
  feedVersion: read(() => feedVersion()),
  feedThread: read(feedThread),
  putSession: write(putSession),
  getSession: read(getSession),
  takeSession: write(takeSession),
  putDialogue: write(putDialogue),
  getDialogue: read(getDialogue),
  newestKey: read((context) => newestKey(context)),
  noteAudit: write((_, note: Parameters<typeof noteAudit>[0]) => noteAudit(note)),
  searchEvents: read((_, query: Parameters<typeof searchEvents>[0]) => searchEvents(query)),
  getEvent: read((_, seq: number) => getEvent(seq)),
  tallyEvents: read((_, query: Parameters<typeof tallyEvents>[0]) => tallyEvents(query)),
  searchSubjects: read((_, query: Parameters<typeof searchSubjects>[0]) => searchSubjects(query)),
  describeDeliveries: read((_, ids: readonly number[]) => describeDeliveries(ids)),
  parkDeliveries: write(parkDeliveries),
  recordLedger: write(recordLedger),
  ledgerSums: read((_, query: Parameters<typeof ledgerSums>[0]) => ledgerSums(query)),
  ledgerCustomers: read((_, query: Parameters<typeof ledgerCustomers>[0]) => ledgerCustomers(query)),
  ledgerOfEarlier: read((_, query: Parameters<typeof ledgerOfEarlier>[0]) => ledgerOfEarlier(query)),
  listMovements: read((_, query: Parameters<typeof listMovements>[0]) => listMovements(query)),
  paidBefore: read((_, query: Parameters<typeof paidBefore>[0]) => paidBefore(query)),
  ledgerScopes: read(() => ledgerScopes()),
  fireSummary: write(fireSummary),
  lastFiring: read((_, series: string) => lastFiring(series)),
  getSummary: read((_, id: string) => getSummary(id)),
  postedSummaries: read((_, since: number) => postedSummaries(since)),
  correctSummary: write(correctSummary),
  ledgerChanges: read((_, since: number) => ledgerChanges(since)),
  openDisputes: read((_, now: number) => openDisputes(now)),
  remindersOf: read((_, dispute: Parameters<typeof remindersOf>[0]) => remindersOf(dispute)),
  tellReminder: write(tellReminder),
  passOverReminders: write((_, pass: Parameters<typeof passOverReminders>[0]) => passOverReminders(pass)),
  disputeOutcomes: read((_, since: number) => disputeOutcomes(since)),
  networkMonths: read((_, months: readonly string[]) => networkMonths(months)),
  noteUnfurl: write((_, note: Parameters<typeof noteUnfurl>[0]) => noteUnfurl(note)),
  forgetUnfurl: write((_, note: Parameters<typeof forgetUnfurl>[0]) => forgetUnfurl(note)),
  routeChanges: read(() => routeChanges()),
  putRouteChange: write(putRouteChange),
  endRouteChange: write(endRouteChange),
  declinedRoutes: read(() => declinedRoutes()),
  proposeDigest: write(proposeDigest),
  getProposal: read((_, week: string) => getProposal(week)),
  recover: write((context) => recover(context)),
} as const;

type Operations = typeof operations;
export type OperationName = keyof Operations;
export type Input<N extends OperationName> = Parameters<Operations[N]['run']>[1];
export type Output<N extends OperationName> = ReturnType<Operations[N]['run']> extends Steps<infer O> ? O : never;
