import type { Clock } from '../../src/domain/clock.ts';
import type { EditFacts, SeenDecision } from '../../src/domain/synced-field.ts';
import type { InteractDeps } from '../../src/interact/deps.ts';
import type { ActionRow } from '../../src/store/action-store.ts';
import { decideEdit, decideSeen, restoresOf } from '../../src/sync/decide.ts';
import { limitFault } from '../../src/sync/limits.ts';
import type { Interleaving } from './field-sync.ts';
import { path } from './field-sync-world.ts';

const unused = (): never => {
  throw new Error('field sync does not ask this');
};

/** What `perform` asks, over the tables of a world; every call waits for the schedule. */
export function portsOf(run: Interleaving, row: ActionRow): InteractDeps {
  const { world } = run;
  const clock: Clock = { now: () => world.now, monotonic: () => world.now, after: () => () => undefined };
  const store = <T>(act: () => T) => run.call('store', act);
  return {
    store: {
      claimActions: unused,
      getAction: unused,
      actionOfIntent: unused,
      getSubject: () => store(() => null),
      findSubjects: unused,
      cardsOf: unused,
      listEvents: unused,
      explainEvent: unused,
      listSubjects: unused,
      assignedTo: unused,
      counts: unused,
      enqueueNotice: unused,
      activeSilences: unused,
      noteUnfurl: unused,
      forgetUnfurl: unused,
      getProposal: unused,
      fieldMarks: () => store(() => [...world.marks.values()]),
      lockFields: ({ actionId }) => store(() => world.lockFor(actionId)),
      actionOfKey: (key) => store(() => [...world.actions.values()].find((one) => one.idempotencyKey === key) ?? null),
      approveAction: (approve) => store(() => world.approve(approve)),
      moveAction: (move) =>
        store(() => {
          run.say(`${move.id} → ${move.state}${move.reason === undefined ? '' : ` (${move.reason.code})`}`);
          return world.move(move);
        }),
    },
    clock,
    owner: 'us',
    surface: {
      openModal: unused,
      updateModal: unused,
      publishHome: unused,
      whisper: unused,
      respond: unused,
      unfurl: unused,
      rewrite: unused,
      reply: unused,
      person: unused,
      membersOf: unused,
    },
    readerOf: () => ({
      retrieve: () =>
        run.call('read', (fault) => {
          if (fault !== 'none') return { kind: 'unavailable', reason: { code: 'down', text: 'down' } } as const;
          run.readAt.set(row.id, world.history.length);
          run.say(`${row.id} read ${world.value}`);
          return world.read();
        }),
      retrievePath: unused,
      invoiceOfPayment: unused,
    }),
    writerOf: () => ({
      write: (request) =>
        run.call('write', (fault) => {
          if (fault === 'wait') return { kind: 'wait', reason: { code: 'rate', text: '429' }, afterMs: null } as const;
          const lost = { kind: 'unknown', reason: { code: 'lost', text: 'lost' } } as const;
          if (fault === 'before') return lost;
          const answer = world.write(request);
          run.say(`${row.id} wrote, Stripe has ${world.value}`);
          return fault === 'after' ? lost : answer;
        }),
      refundsOf: unused,
      customersByEmail: unused,
    }),
    permits: unused,
    fields: {
      fieldsOf: () => [{ field: path, label: 'Owner', rule: run.rule, permissions: [] }],
      objectOf: unused,
      inputOf: unused,
      parse: unused,
      shown: (_kind, _field, value) => (value === null ? [] : [{ type: 'term', text: value }]),
      limitFault,
      decideEdit: (facts: EditFacts) => {
        const decision = decideEdit(facts);
        // Stripe's event was waited for in vain: what came last is then taken for granted.
        if (facts.waited && (facts.foundSince === null || facts.untold)) run.guessed = true;
        return decision;
      },
      decideSeen: (facts): SeenDecision => {
        const decision = decideSeen(facts);
        if (decision.kind === 'adopt') {
          if (decision.reason.code === 'restored_too_often') run.gaveIn = true;
          const last = world.history[(run.readAt.get(row.id) ?? 0) - 1];
          if (last !== undefined && last.action !== null) run.problems.push(`${row.id} took our own write for news`);
        }
        return decision;
      },
      restoresOf,
    },
    objectsOf: unused,
    tell: unused,
    contentOf: unused,
    channelOf: unused,
    accounts: unused,
    words: unused,
    modal: unused,
    home: unused,
    silencer: null,
    checkAccess: unused,
    figures: unused,
    readersOf: unused,
    preview: unused,
    subscriber: { subscribe: unused, unsubscribe: unused },
    digests: { accept: unused, undo: unused },
    proposal: unused,
    onResult: () => undefined,
  };
}
