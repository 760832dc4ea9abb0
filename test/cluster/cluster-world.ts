import { appendFileSync } from 'node:fs';
import { startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { everyLifecycle } from '../../src/sandbox/stripe/lifecycles/every-lifecycle.ts';
import { createRandom, type Random } from '../../src/sandbox/stripe/random.ts';
import { type Webhook, webhookOf } from '../../src/sandbox/stripe/send.ts';
import { undisturbed } from '../crash/control.ts';
import { channels, serviceFolder } from '../crash/folder.ts';
import { type Judged, judge } from '../crash/invariants.ts';
import { untilQuiet } from '../crash/quiet-service.ts';
import { type Disturbance, disturb, leaseMs, planHarm } from './disturb.ts';
import { load } from './load.ts';
import { type Node, nodeBehindProxy } from './node.ts';
import { readStoredIn } from './stored-in-postgres.ts';

export interface ClusterResult extends Judged {
  readonly seed: string;
  readonly met: ReadonlyMap<Disturbance, number>;
  readonly acknowledged: number;
}

export interface ClusterDatabase {
  readonly url: string;
  /** Ends every connection to it, as a server that is restarted does. */
  terminate(): Promise<void>;
}

const eventsEach = 10;
const quietMs = 60_000;

/** Two processes on one database, through so many disturbances under load, until all is quiet; then it is judged. */
export async function runCluster(options: {
  readonly seed: string;
  readonly disturbances: number;
  readonly database: ClusterDatabase;
}): Promise<ClusterResult> {
  const random = createRandom(`cluster/${options.seed}`);
  const slack = await startSlackSandbox({ channelRate: 0, channels });
  const folder = serviceFolder(slack);
  appendFileSync(folder.configFile, `lease: ${leaseMs}ms\n`);
  const nodes = [
    await nodeBehindProxy('the first', folder, options.database.url),
    await nodeBehindProxy('the second', folder, options.database.url),
  ];
  const acknowledged = new Set<string>();
  const met = new Map<Disturbance, number>();
  const problems: string[] = [];
  try {
    await Promise.all(nodes.map((node) => node.start()));
    const all = eventsOf(random, options.disturbances * eventsEach);
    const unsent = [...all];
    for (let turn = 0; turn < options.disturbances; turn += 1) {
      const last = turn === options.disturbances - 1;
      const loading = load(nodes, unsent.splice(0, last ? unsent.length : eventsEach), random);
      const harm = planHarm(random, nodes, turn);
      const others = nodes.filter((node) => node !== harm.node);
      problems.push(...(await disturb(harm, others, random, () => options.database.terminate())));
      met.set(harm.what, (met.get(harm.what) ?? 0) + 1);
      const loaded = await loading;
      for (const id of loaded.acknowledged) acknowledged.add(id);
      for (const id of loaded.refused)
        problems.push(`${id} was refused by all while ${harm.node.name} was ${harm.what}`);
    }
    problems.push(...(await comeToRest(nodes)));
    const run = { stored: await readStoredIn(options.database.url), messages: slack.messages() };
    const judged = judge(run, await undisturbed(all), acknowledged);
    return {
      seed: options.seed,
      met,
      acknowledged: acknowledged.size,
      ...judged,
      violations: [...problems, ...judged.violations],
    };
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
    await slack.close();
    folder.remove();
  }
}

export async function comeToRest(nodes: readonly Node[]): Promise<string[]> {
  const problems: string[] = [];
  for (const node of nodes) {
    const rest = node.address === null ? 'down' : await untilQuiet(node.address, quietMs);
    if (rest !== 'quiet') problems.push(`${node.name}: ${rest}`, node.process?.said() ?? '');
  }
  for (const node of nodes) {
    const said = node.process;
    const code = await node.end('SIGTERM');
    if (code !== 0) problems.push(`SIGTERM ended ${node.name} with ${code}:\n${said?.said()}`);
  }
  return problems;
}

/** Whole stories, mixed a little, as they come from Stripe. */
export function eventsOf(random: Random, atLeast: number): Webhook[] {
  const stories = Object.values(everyLifecycle);
  const events: { readonly id: string; readonly type: string }[] = [];
  for (let number = 0; events.length < atLeast; number += 1) {
    const tell = stories[random.int(0, stories.length - 1)];
    if (tell !== undefined) events.push(...tell({ seed: `${random.text(8)}/${number}` }).events);
  }
  return events
    .map((event, index) => ({ event, place: index + random.int(0, 12) }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => webhookOf(event));
}
