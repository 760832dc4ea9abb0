import { TillbellError } from '../domain/errors.ts';
import type { Subject, SubjectState } from '../domain/subject.ts';
import type { Engine } from './engine.ts';
import type { SubjectText } from './operations/find-subjects.ts';
import type { Store } from './store.ts';

/** The Store over any engine. States cross as JSON text, which is written and read on the caller's thread. */
export function storeOver(engine: Engine): Store {
  return {
    async acceptEvent(event) {
      const [result] = await engine.call('acceptEvents', [event]);
      if (result === undefined) throw new TillbellError('store_unavailable', 'the store gave no answer');
      return result;
    },
    claimEvents: (claim) => engine.call('claimEvents', claim),
    commitEvent: (commit) =>
      engine.call('commitEvent', {
        ...commit,
        subjects: commit.subjects.map((subject) => ({ ...subject, state: JSON.stringify(subject.state) })),
      }),
    deferEvent: (defer) => engine.call('deferEvent', defer),

    findSubjects: async (query) => (await engine.call('findSubjects', query)).map(subjectOf),
    async getSubject(id) {
      const found = await engine.call('getSubject', id);
      return found === null ? null : subjectOf(found);
    },
    findInvoices: (query) => engine.call('findInvoices', query),
    cardsOf: (subjectId) => engine.call('cardsOf', subjectId),
    refreshCards: (refresh) => engine.call('refreshCards', refresh),
    getCached: (query) => engine.call('getCached', query),
    putCached: (entry) => engine.call('putCached', entry),
    dropCached: (entry) => engine.call('dropCached', entry),

    leaseLanes: (lease) => engine.call('leaseLanes', lease),
    renewLanes: (renew) => engine.call('renewLanes', renew),
    releaseLanes: (release) => engine.call('releaseLanes', release),
    nextDueAt: () => engine.call('nextDueAt', null),
    laneHead: (query) => engine.call('laneHead', query),
    takeDeliveries: (take) => engine.call('takeDeliveries', take),
    foldDeliveries: (fold) => engine.call('foldDeliveries', fold),
    digestContents: (digestId, largest) => engine.call('digestContents', { digestId, largest }),
    finishDelivery: (finish) => engine.call('finishDelivery', finish),
    noteStray: (stray) => engine.call('noteStray', stray),
    pauseWorkspace: (pause) => engine.call('pauseWorkspace', pause),
    enqueueNotice: (notice) => engine.call('enqueueNotice', notice),

    explainEvent: (query) => engine.call('explainEvent', query),
    eventBody: (seq) => engine.call('eventBody', seq),
    listEvents: (query) => engine.call('listEvents', query),
    listDeliveries: (query) => engine.call('listDeliveries', query),
    replay: (query) => engine.call('replay', query),
    counts: () => engine.call('counts', null),
    idleLanes: (query) => engine.call('idleLanes', query),

    ping: () => engine.call('ping', null),
    retain: (limits) => engine.call('retain', limits),
    rotateKeys: (batch) => engine.call('rotateKeys', batch),
    keysInUse: () => engine.call('keysInUse', null),
    getSetting: (name) => engine.call('getSetting', name),
    putSetting: (name, value) => engine.call('putSetting', { name, value }),
    eventFates: (query) => engine.call('eventFates', query),
    connectAccounts: (query) => engine.call('connectAccounts', query),
    countArrivals: (query) => engine.call('countArrivals', query),
    lastArrival: (account) => engine.call('lastArrival', account),
    streamHours: (query) => engine.call('streamHours', query),
    noteStreamHour: (note) => engine.call('noteStreamHour', note),
    backlog: (now) => engine.call('backlog', now),
    holdTurn: (turn) => engine.call('holdTurn', turn),

    acceptAction: (action) => engine.call('acceptAction', action),
    claimActions: (claim) => engine.call('claimActions', claim),
    getAction: (id) => engine.call('getAction', id),
    fieldMarks: (query) => engine.call('fieldMarks', query),
    lockFields: (lock) => engine.call('lockFields', lock),
    actionOfKey: (key) => engine.call('actionOfKey', key),
    actionOfIntent: (intent) => engine.call('actionOfIntent', intent),
    approveAction: (approve) => engine.call('approveAction', approve),
    moveAction({ tell, ...move }) {
      const told = tell === undefined ? {} : { tell: { ...tell, state: JSON.stringify(tell.state) } };
      return engine.call('moveAction', { ...move, ...told });
    },
    listAudit: (query) => engine.call('listAudit', query),
    assignedTo: (user, limit) => engine.call('assignedTo', { user, limit }),
    listSubjects: (query) => engine.call('listSubjects', query),

    getInstallation: () => engine.call('getInstallation', null),
    putInstallation: (install) => engine.call('putInstallation', install),
    renewInstallation: (renew) => engine.call('renewInstallation', renew),
    endInstallation: (end) => engine.call('endInstallation', end),
    redeemInstallState: (state) => engine.call('redeemInstallState', state),
    putSilence: (silence) => engine.call('putSilence', silence),
    endSilence: (end) => engine.call('endSilence', end),
    activeSilences: (now) => engine.call('activeSilences', now),
    listSilences: (query) => engine.call('listSilences', query),
    untoldHolds: (before) => engine.call('untoldHolds', before),
    tellHold: (tell) => engine.call('tellHold', tell),
    incidentScopes: (now) => engine.call('incidentScopes', now),
    putIncident: (incident) => engine.call('putIncident', incident),
    incidentFigures: (id) => engine.call('incidentFigures', id),
    lastClosed: (scope) => engine.call('lastClosed', scope),
    openIncidents: () => engine.call('openIncidents', null),
    untoldIncidents: () => engine.call('untoldIncidents', null),
    incidentTold: (told) => engine.call('incidentTold', told),
    routeUsage: (since) => engine.call('routeUsage', since),
    openDisputes: (now) => engine.call('openDisputes', now),
    remindersOf: (dispute) => engine.call('remindersOf', dispute),
    tellReminder: ({ state, ...tell }) => engine.call('tellReminder', { ...tell, state: JSON.stringify(state) }),
    passOverReminders: (pass) => engine.call('passOverReminders', pass),
    disputeOutcomes: (since) => engine.call('disputeOutcomes', since),
    networkMonths: (months) => engine.call('networkMonths', months),

    putFeed: (entries) => engine.call('putFeed', entries),
    listFeed: (query) => engine.call('listFeed', query),
    feedAfter: (query) => engine.call('feedAfter', query),
    feedVersion: () => engine.call('feedVersion', null),
    feedThread: (place) => engine.call('feedThread', place),
    putSession: (session) => engine.call('putSession', session),
    getSession: (query) => engine.call('getSession', query),
    takeSession: (query) => engine.call('takeSession', query),
    putDialogue: (dialogue) => engine.call('putDialogue', dialogue),
    getDialogue: (id) => engine.call('getDialogue', id),
    newestKey: () => engine.call('newestKey', null),
    noteAudit: (note) => engine.call('noteAudit', note),
    searchEvents: (query) => engine.call('searchEvents', query),
    getEvent: (seq) => engine.call('getEvent', seq),
    tallyEvents: (query) => engine.call('tallyEvents', query),
    searchSubjects: (query) => engine.call('searchSubjects', query),
    describeDeliveries: (ids) => engine.call('describeDeliveries', ids),
    parkDeliveries: (park) => engine.call('parkDeliveries', park),
    recordLedger: (write) => engine.call('recordLedger', write),
    ledgerSums: (query) => engine.call('ledgerSums', query),
    ledgerCustomers: (query) => engine.call('ledgerCustomers', query),
    ledgerOfEarlier: (query) => engine.call('ledgerOfEarlier', query),
    listMovements: (query) => engine.call('listMovements', query),
    paidBefore: (query) => engine.call('paidBefore', query),
    ledgerScopes: () => engine.call('ledgerScopes', null),
    ledgerChanges: (since) => engine.call('ledgerChanges', since),
    fireSummary: (firing) => engine.call('fireSummary', firing),
    lastFiring: (series) => engine.call('lastFiring', series),
    getSummary: (id) => engine.call('getSummary', id),
    postedSummaries: (since) => engine.call('postedSummaries', since),
    correctSummary: (correction) => engine.call('correctSummary', correction),
    noteUnfurl: (note) => engine.call('noteUnfurl', note),
    forgetUnfurl: (note) => engine.call('forgetUnfurl', note),
    routeChanges: () => engine.call('routeChanges', null),
    putRouteChange: (change) => engine.call('putRouteChange', change),
    endRouteChange: (end) => engine.call('endRouteChange', end),
    declinedRoutes: () => engine.call('declinedRoutes', null),
    proposeDigest: (proposal) => engine.call('proposeDigest', proposal),
    getProposal: (week) => engine.call('getProposal', week),

    onWork: (listener) => engine.onWork(listener),
    close: () => engine.close(),
  };
}

function subjectOf(found: SubjectText): Subject {
  return { ...found, state: JSON.parse(found.state) as SubjectState };
}
