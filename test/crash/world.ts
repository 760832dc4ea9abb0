import { join } from 'node:path';
import type Stripe from 'stripe';
import { botScopes } from '../../src/sandbox/slack/model.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { everyLifecycle } from '../../src/sandbox/stripe/lifecycles/every-lifecycle.ts';
import { createRandom, type Random } from '../../src/sandbox/stripe/random.ts';
import { createWebhookSender, type Webhook, webhookOf } from '../../src/sandbox/stripe/send.ts';
import { undisturbed } from './control.ts';
import type { DiskFaults, FaultyDisk } from './disk-faults.ts';
import { channels, type ServiceFolder, serviceFolder, webhookSecret } from './folder.ts';
import { type Judged, judge } from './invariants.ts';
import { type Kill, nameOf, planKills } from './plan.ts';
import { untilQuiet } from './quiet-service.ts';
import { type ServiceOptions, type ServiceProcess, startService } from './service.ts';
import { readStored } from './stored.ts';

export interface WorldResult extends Judged {
  readonly seed: string;
  /** Processes killed, by where. */
  readonly kills: ReadonlyMap<string, number>;
  readonly acknowledged: number;
}

const eventsForEachKill = 7;
/** How long a process that should kill itself is waited for; the point may lie where this burst does not come. */
const patienceMs = 700;
const quietMs = 60_000;

interface World {
  readonly random: Random;
  readonly slack: SlackSandbox;
  readonly folder: ServiceFolder;
  readonly disk: FaultyDisk | null;
  readonly kills: Map<string, number>;
  readonly acknowledged: Set<string>;
  /** Not yet acknowledged: Stripe sends them again. */
  waiting: Webhook[];
}

/** One data folder through `kills` violent ends, until all that was sent is acknowledged and quiet; then it is judged. */
export async function runWorld(options: {
  readonly seed: string;
  readonly kills: number;
  readonly faults: DiskFaults | null;
}): Promise<WorldResult> {
  const random = createRandom(`world/${options.seed}`);
  // Without the history scopes nothing can be looked for: what is in doubt is sent once more, and flagged.
  const blind = random.chance(0.2);
  const scopes = botScopes.filter((scope) => !blind || !scope.endsWith(':history'));
  const slack = await startSlackSandbox({ channelRate: 0, channels, scopes });
  const folder = serviceFolder(slack);
  const disk = options.faults?.under(join(folder.path, 'data'), join(folder.path, 'disk')) ?? null;
  const world: World = { random, slack, folder, disk, kills: new Map(), acknowledged: new Set(), waiting: [] };
  try {
    const all = eventsOf(random, options.kills * eventsForEachKill);
    const unsent = [...all];
    for (const kill of planKills(random, options.kills, disk !== null)) {
      world.waiting.push(...unsent.splice(0, random.int(3, 2 * eventsForEachKill)));
      await dieOnce(world, kill);
    }
    world.waiting.push(...unsent);
    const problems = await comeToRest(world, all);
    const control = await undisturbed(all);
    const judged = judge(
      { stored: readStored(folder.database), messages: slack.messages() },
      control,
      world.acknowledged,
    );
    return {
      seed: options.seed,
      kills: world.kills,
      acknowledged: world.acknowledged.size,
      ...judged,
      violations: [...problems, ...judged.violations],
    };
  } finally {
    await slack.close();
    folder.remove();
  }
}

/** Events of whole stories, in the order of their sending: those of a few stories mixed, as they come from Stripe. */
function eventsOf(random: Random, atLeast: number): Webhook[] {
  const stories = Object.values(everyLifecycle);
  const events: Stripe.Event[] = [];
  for (let number = 0; events.length < atLeast; number += 1) {
    const tell = stories[random.int(0, stories.length - 1)];
    if (tell !== undefined) events.push(...tell({ seed: `${random.text(8)}/${number}` }).events);
  }
  return events
    .map((event, index) => ({ event, place: index + random.int(0, 12) }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => webhookOf(event));
}

async function dieOnce(world: World, kill: Kill): Promise<void> {
  const { folder } = world;
  if (kill.kind !== 'start' && world.random.chance(0.08)) {
    world.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.postMessage', calls: 1 });
  }
  const args = ['start', '--config', folder.configFile];
  const service = startService({ args, ...dying(world, kill) });
  const stopTimer = kill.kind === 'start' ? killAfter(service, kill.ms) : () => undefined;
  const address = await service.ready;
  const cancel = address === null ? () => undefined : arm(world, service, kill);
  if (address !== null) {
    const rotating = kill.kind === 'rotation' ? rotate(world, kill) : Promise.resolve();
    await send(world, address);
    await rotating;
    await Promise.race([service.ended, pause(kill.kind === 'rotation' ? 0 : patienceMs)]);
  }
  stopTimer();
  cancel();
  const itself = await Promise.race([service.ended.then(() => true), pause(0).then(() => false)]);
  service.kill('SIGKILL');
  const { signal, code } = await service.ended;
  if (signal !== 'SIGKILL') throw new Error(`the service ended by itself (${code}):\n${service.said()}`);
  // A point that this burst did not reach is not counted as met.
  count(world, itself ? nameOf(kill) : 'random, idle');
}

/** How the service is started so that it kills itself. */
function dying({ folder, disk }: World, kill: Kill): Omit<ServiceOptions, 'args'> {
  if (kill.kind === 'point') return { env: folder.env, point: kill };
  if (kill.kind !== 'disk' || disk === null) return { env: folder.env };
  disk.set(`kill ${kill.what} ${kill.hit}`);
  // A boundary that is never met: it only makes checkpoints frequent.
  return { env: { ...folder.env, ...disk.env }, point: { name: 'checkpoint:never', hit: 1 } };
}

function arm(world: World, service: ServiceProcess, kill: Kill): () => void {
  if (kill.kind === 'time') return killAfter(service, kill.ms);
  if (kill.kind !== 'slack-took') return () => undefined;
  let left = kill.hit;
  return world.slack.on((change) => {
    if (change.kind !== 'posted' && change.kind !== 'updated') return;
    left -= 1;
    if (left === 0) service.kill('SIGKILL');
  });
}

function killAfter(service: ServiceProcess, ms: number): () => void {
  const timer = setTimeout(() => service.kill('SIGKILL'), ms);
  return () => clearTimeout(timer);
}

/** `keys rotate` beside the running service, killed at its own point. */
async function rotate(world: World, kill: Extract<Kill, { kind: 'rotation' }>): Promise<void> {
  const { folder } = world;
  const args = ['keys', 'rotate', '--config', folder.configFile];
  const rotation = startService({ args, env: folder.env, point: kill });
  const { signal, code } = await rotation.ended;
  if (signal === 'SIGKILL') count(world, nameOf(kill));
  else if (code !== 0) throw new Error(`keys rotate failed (${code}):\n${rotation.said()}`);
}

/** Sends all that waits, some of what was acknowledged once more, and keeps what was not answered with 2xx. */
async function send(world: World, address: string): Promise<void> {
  const sender = createWebhookSender({
    url: `${address}/webhooks/stripe`,
    secret: webhookSecret,
    retryAfter: () => null,
    timeoutMs: 10_000,
  });
  const results = await sender.sendAll(world.waiting);
  sender.close();
  const answered = new Set(results.filter(({ status }) => status === 200).map(({ id }) => id));
  for (const id of answered) world.acknowledged.add(id);
  // Stripe repeats now and then what was answered well.
  world.waiting = world.waiting.filter(({ id }) => !answered.has(id) || world.random.chance(0.1));
}

/** Lets the service live until everything is acknowledged and done, and ends it as an operator would. */
async function comeToRest(world: World, all: readonly Webhook[]): Promise<string[]> {
  const { folder } = world;
  const service = startService({ args: ['start', '--config', folder.configFile], env: folder.env });
  const address = await service.ready;
  if (address === null) return [`the service does not start any more:\n${service.said()}`];
  const problems: string[] = [];
  for (let round = 0; round < 5 && world.acknowledged.size < all.length; round += 1) await send(world, address);
  if (world.acknowledged.size < all.length) problems.push(`${all.length - world.acknowledged.size} events are refused`);
  const rest = await untilQuiet(address, quietMs);
  if (rest !== 'quiet') problems.push(rest, service.said());
  service.kill('SIGTERM');
  const { code } = await service.ended;
  if (code !== 0) problems.push(`SIGTERM ended it with ${code}:\n${service.said()}`);
  return problems;
}

function count(world: World, name: string): void {
  world.kills.set(name, (world.kills.get(name) ?? 0) + 1);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
