import type { StripeEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { FieldRule, FieldText } from '../../src/domain/synced-field.ts';
import type { ActionPayload, FieldsDraft } from '../../src/interact/draft.ts';
import { draftOfFields } from '../../src/interact/edit-fields.ts';
import { perform } from '../../src/interact/perform.ts';
import { createRandom, type Random } from '../../src/sandbox/stripe/random.ts';
import { seenChange } from '../../src/sync/check.ts';
import { portsOf } from './field-sync-ports.ts';
import { violations } from './field-sync-rules.ts';
import { objectId, path, SyncWorld, type WorldEvent } from './field-sync-world.ts';

/*
 * The real steps of field sync (perform, judge, seen, decide) over a Stripe and a store that are plain tables. Every call
 * outwards waits until the schedule lets it through, so that any two actions interleave at any point, and a crash loses
 * whatever was not stored. What holds in the end is said in `violations`.
 */

const rules: readonly FieldRule[] = ['slack', 'stripe', 'last_write_wins'];

interface Call {
  readonly kind: 'store' | 'read' | 'write';
  readonly run: (fault: Fault) => unknown;
  readonly resolve: (value: unknown) => void;
}
export type Fault = 'none' | 'before' | 'after' | 'wait';

interface Edit {
  readonly action: string;
  readonly value: FieldText;
  /** Unix seconds. */
  readonly editedAt: number;
}

export class Interleaving {
  readonly world = new SyncWorld();
  readonly rule: FieldRule;
  readonly random: Random;
  readonly trace: string[] = [];
  readonly problems: string[] = [];
  readonly edits: Edit[] = [];
  /** How much had happened at Stripe when each action read it last: what it decided by. */
  readonly readAt = new Map<string, number>();
  guessed = false;
  gaveIn = false;
  faults = true;
  calls: Call[] = [];
  readonly modals: FieldText[] = [];
  #values = 0;

  constructor(seed: number) {
    this.random = createRandom(seed);
    this.rule = rules[seed % rules.length] ?? 'slack';
  }

  say(text: string): void {
    this.trace.push(`${this.world.now % 10_000_000} ${text}`);
  }

  value(): FieldText {
    if (this.random.chance(0.15)) return null;
    if (this.random.chance(0.3)) return this.random.pick(['a', 'b']);
    this.#values += 1;
    return `v${this.#values}`;
  }

  call<T>(kind: Call['kind'], run: (fault: Fault) => T): Promise<T> {
    return new Promise((resolve) => {
      this.calls.push({ kind, run, resolve: (value) => resolve(value as T) });
    });
  }

  submit(base: FieldText): void {
    const { world } = this;
    const [wanted, id] = [this.value(), world.next('act')];
    if (wanted === base) return;
    const editedAt = world.second();
    const fields: FieldsDraft = {
      kind: 'dispute',
      by: 'person',
      origin: 'slack',
      edits: [{ field: path, label: 'Owner', base, wanted }],
      editedAt,
      waitUntil: null,
      outcomes: null,
    };
    const where = { account: 'main', connect: null, object: objectId, channel: '', slackChannel: '', viewId: null };
    const draft = draftOfFields({ ...where, subject: { id: 's' } }, fields);
    const payload = JSON.stringify({ interaction: { kind: 'home', user: 'U1' }, draft } satisfies ActionPayload);
    world.accept({ id, dedup: id, kind: 'submission', name: 'edit_fields', actor: 'U1', payload, now: world.now });
    const audit = {
      actor: '',
      verb: '',
      account: null,
      target: null,
      subjectId: null,
      outcome: '',
      detail: '',
      before: null,
      after: null,
    };
    world.approve({
      id,
      from: ['received'],
      to: 'approved',
      intent: id,
      approver: null,
      payload,
      now: world.now,
      dueAt: world.now,
      audit,
    });
    this.edits.push({ action: id, value: wanted, editedAt });
    this.say(`${id} saved: ${base} → ${wanted}`);
  }

  /** Interprets an event: what the subject knows moves on, and a check is stored where fields may have changed. */
  deliver(event: WorldEvent): void {
    const { world } = this;
    if (world.delivered.has(event.id)) return;
    world.delivered.add(event.id);
    const object = (value: FieldText): JsonObject => ({
      id: objectId,
      object: 'dispute',
      metadata: value === null ? {} : { owner: value },
    });
    const seen = seenChange({
      event: stripeEvent(event, object(event.value)),
      account: 'main',
      subjectId: 's',
      kind: 'dispute',
      before: world.known === null ? null : object(world.known.value),
      fields: [path],
      type: 'dispute',
    });
    if (world.known === null || event.created >= world.known.created)
      world.known = { created: event.created, value: event.value };
    this.say(`${event.id} delivered: ${event.previous} → ${event.value}${seen === null ? ', nothing to check' : ''}`);
    if (seen === null) return;
    const payload = JSON.stringify({ interaction: { kind: 'sync', user: 'stripe', ...seen } });
    world.accept({
      id: `sync ${event.id}`,
      dedup: `sync ${event.id}`,
      kind: 'sync',
      name: 'sync',
      actor: 'stripe',
      payload,
      now: world.now,
    });
  }

  start(): boolean {
    const row = this.world.claim((due) => due[this.random.int(0, due.length - 1)]);
    if (row === null) return false;
    void perform(row, portsOf(this, row)).catch((error: unknown) => {
      this.problems.push(`${row.id} threw: ${error instanceof Error ? error.message : String(error)}`);
    });
    return true;
  }

  /** Lets one call through. True where the process died between its effect and its answer. */
  async let(): Promise<boolean> {
    const index = this.random.int(0, this.calls.length - 1);
    const [call] = this.calls.splice(index, 1);
    if (call === undefined) return false;
    const fault =
      this.faults && call.kind !== 'store' && this.random.chance(0.2)
        ? (faults[this.random.int(0, 2)] ?? 'none')
        : 'none';
    const result = call.run(fault);
    if (this.faults && this.random.chance(0.04)) {
      this.crash();
      return true;
    }
    call.resolve(result);
    const before = this.calls.length;
    for (let turn = 0; turn < 40 && this.calls.length === before; turn += 1) await Promise.resolve();
    return false;
  }

  crash(): void {
    this.say('killed');
    this.calls = [];
    this.world.free();
  }
}

const faults: readonly Fault[] = ['before', 'after', 'wait'];

function stripeEvent(event: WorldEvent, object: JsonObject): StripeEvent {
  return {
    id: event.id,
    type: 'charge.dispute.updated',
    created: event.created,
    livemode: false,
    apiVersion: null,
    connectAccount: null,
    kind: 'snapshot',
    object,
    related: null,
    previous: { metadata: { owner: event.previous } },
    ...(event.key === null ? {} : { ownKey: event.key }),
  };
}

/** Plays one interleaving; returns what was violated. The same seed is the same interleaving. */
export async function playFieldSync(
  seed: number,
): Promise<{ violations: readonly string[]; trace: readonly string[] }> {
  const run = new Interleaving(seed);
  const steps = run.random.int(10, 80);
  for (let step = 0; step < steps; step += 1) await disturb(run);
  run.faults = false;
  const ended = await drain(run);
  return { violations: [...run.problems, ...(ended ? violations(run) : ['it does not end'])], trace: run.trace };
}

async function disturb(run: Interleaving): Promise<void> {
  const { random, world } = run;
  const choice = random.next();
  if (choice < 0.1) {
    const value = run.value();
    world.set(value, null);
    run.say(`Stripe has ${value}`);
  } else if (choice < 0.16) run.modals.push(world.value);
  else if (choice < 0.24) {
    const index = random.int(0, Math.max(0, run.modals.length - 1));
    const [base] = run.modals.splice(index, 1);
    if (base !== undefined) run.submit(base);
  } else if (choice < 0.36) {
    const event = world.events[random.int(0, Math.max(0, world.events.length - 1))];
    if (event !== undefined) run.deliver(event);
  } else if (choice < 0.52) run.start();
  else if (choice < 0.58) world.now += random.chance(0.1) ? 70_000 : random.int(0, 2_500);
  else if (choice < 0.595) run.crash();
  else await run.let();
}

/** From now on nothing is disturbed: every event arrives, every action ends. */
async function drain(run: Interleaving): Promise<boolean> {
  const { world, random } = run;
  for (let round = 0; round < 3_000; round += 1) {
    if (run.calls.length > 0 && random.chance(0.7)) {
      await run.let();
      continue;
    }
    const waiting = world.events.filter((event) => !world.delivered.has(event.id));
    const event = waiting[random.int(0, Math.max(0, waiting.length - 1))];
    if (event !== undefined && random.chance(0.5)) run.deliver(event);
    else if (!run.start() && run.calls.length === 0) {
      if (world.open().length === 0 && waiting.length === 0) return true;
      world.now += 1_000;
    }
  }
  return false;
}

/** Plays `count` interleavings from a seed on; throws with the first that violates something. Returns how many were played. */
export async function checkFieldSync(seed: number, count: number): Promise<number> {
  for (let index = 0; index < count; index += 1) {
    const played = await playFieldSync(seed * 1_000_003 + index);
    if (played.violations.length === 0) continue;
    throw new Error(
      `interleaving ${seed * 1_000_003 + index}: ${played.violations.join('; ')}\n${played.trace.join('\n')}`,
    );
  }
  return count;
}
