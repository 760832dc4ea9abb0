import type { Random } from '../../src/sandbox/stripe/random.ts';

/** How one run of the service ends. */
export type Kill =
  /** By itself, at the `hit`-th time it passes a boundary. */
  | { readonly kind: 'point'; readonly name: string; readonly hit: number }
  /** When Slack has taken the `hit`-th message or edit and its answer is not yet on its way. */
  | { readonly kind: 'slack-took'; readonly hit: number }
  /** Some milliseconds after its start, ready or not. */
  | { readonly kind: 'start'; readonly ms: number }
  /** Some milliseconds after the first webhook left. */
  | { readonly kind: 'time'; readonly ms: number }
  /** At the `hit`-th write to the database file itself (a checkpoint), to its log, or at the `hit`-th fsync. */
  | { readonly kind: 'disk'; readonly what: 'db' | 'wal' | 'sync'; readonly hit: number }
  /** In the middle of `keys rotate` beside the running service, which goes down with it. */
  | { readonly kind: 'rotation'; readonly name: string; readonly hit: number };

/** Boundaries, with the highest hit that a small burst surely reaches. */
const points: readonly (readonly [string, number])[] = [
  ['verify:before', 8],
  ['verify:after', 8],
  ['insert:before', 3],
  ['insert:after', 3],
  ['commit:before', 12],
  ['commit:after', 12],
  ['answer:before', 8],
  ['answer:after', 8],
  ['claim:before', 4],
  ['claim:after', 4],
  ['meaning:before', 6],
  ['meaning:after', 6],
  ['lease:before', 2],
  ['lease:after', 2],
  ['take:before', 4],
  ['take:after', 4],
  ['slack:before', 6],
  ['slack:after', 6],
  ['outcome:before', 6],
  ['outcome:after', 6],
  ['ts:before', 4],
  ['ts:after', 4],
  ['checkpoint:after', 20],
];
const afterDoubt: readonly string[] = ['probe:before', 'probe:after', 'recover:before', 'recover:after'];
const rotationPoints: readonly (readonly [string, number])[] = [
  ['rename:before', 1],
  ['rename:after', 1],
  ['rotate:before', 6],
  ['rotate:after', 6],
  ['commit:before', 2],
  ['commit:after', 2],
];
const migrationPoints = ['migration:before', 'migration:after'];
/** Kills after which the next start finds something sent of which nobody knows whether it arrived. */
const doubtful = /^(?:slack|take|outcome|ts):/;

/**
 * The kills of one world, in order: seeded, each kind of point at its turn, probes where there is something to probe. Those
 * within the calls to the disk only where `disk` says that they can be met.
 */
export function planKills(random: Random, count: number, disk: boolean): Kill[] {
  const kills: Kill[] = [];
  if (random.chance(0.6)) {
    kills.push({ kind: 'point', name: pick(random, migrationPoints), hit: random.int(1, 3) });
  }
  while (kills.length < count) {
    const last = kills.at(-1);
    const doubt = last?.kind === 'slack-took' || (last?.kind === 'point' && doubtful.test(last.name));
    kills.push(doubt && random.chance(0.4) ? doubtKill(random) : nextKill(random, disk));
  }
  return kills;
}

function doubtKill(random: Random): Kill {
  return { kind: 'point', name: pick(random, afterDoubt), hit: random.chance(0.8) ? 1 : 2 };
}

function nextKill(random: Random, disk: boolean): Kill {
  const kind = random.next();
  if (kind < 0.1) return { kind: 'start', ms: random.int(20, 900) };
  if (kind < 0.24) return { kind: 'time', ms: random.int(0, 250) };
  if (kind < 0.36) return { kind: 'slack-took', hit: random.int(1, 6) };
  if (kind < 0.4) {
    const [name, most] = pick(random, rotationPoints);
    return { kind: 'rotation', name, hit: random.int(1, most) };
  }
  if (kind < 0.5 && disk) return { kind: 'disk', what: random.pick(['db', 'wal', 'sync']), hit: random.int(1, 25) };
  const [name, most] = pick(random, points);
  return { kind: 'point', name, hit: random.int(1, most) };
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random.int(0, items.length - 1)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** The name under which a kill is counted. */
export function nameOf(kill: Kill): string {
  switch (kill.kind) {
    case 'point':
      return kill.name;
    case 'rotation':
      return `key rotation ${kill.name}`;
    case 'disk':
      return { db: 'in a checkpoint', wal: 'in a commit', sync: 'before an fsync' }[kill.what];
    case 'slack-took':
      return 'slack took it';
    case 'start':
      return 'random, starting';
    case 'time':
      return 'random, busy';
  }
}
