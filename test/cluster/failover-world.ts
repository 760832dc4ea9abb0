import { appendFileSync } from 'node:fs';
import { startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { createRandom } from '../../src/sandbox/stripe/random.ts';
import { undisturbed } from '../crash/control.ts';
import { channels, serviceFolder } from '../crash/folder.ts';
import { type Judged, judge } from '../crash/invariants.ts';
import { startPair } from '../postgres/pair.ts';
import { comeToRest, eventsOf } from './cluster-world.ts';
import { leaseMs, pause } from './disturb.ts';
import { load } from './load.ts';
import { makeNode } from './node.ts';
import { readStoredIn } from './stored-in-postgres.ts';

export interface FailoverResult extends Judged {
  readonly acknowledged: number;
  /** Of these, before the primary was killed. */
  readonly before: number;
}

const events = 120;

/**
 * Two processes on a primary with a synchronous standby. Under load the primary is killed and the standby promoted; nobody
 * tells the processes. What is then on the standby is judged.
 */
export async function runFailover(options: { readonly seed: string }): Promise<FailoverResult> {
  const random = createRandom(`failover/${options.seed}`);
  const pair = await startPair();
  const slack = await startSlackSandbox({ channelRate: 0, channels });
  const folder = serviceFolder(slack);
  appendFileSync(folder.configFile, `lease: ${leaseMs}ms\n`);
  const nodes = ['the first', 'the second'].map((name) => makeNode(name, folder, pair.url));
  try {
    for (const node of nodes) await node.start();
    const all = eventsOf(random, events);
    const acknowledged = new Set<string>();
    const loading = load(nodes, all, random, (id) => acknowledged.add(id));
    const enough = random.int(10, 50);
    while (acknowledged.size < enough) await pause(5);
    await pair.killPrimary();
    const before = acknowledged.size;
    await pause(random.int(0, 1_000));
    await pair.promote();
    const { refused } = await loading;
    const problems = refused.map((id) => `${id} was refused by all`);
    problems.push(...(await comeToRest(nodes)));
    const run = { stored: await readStoredIn(pair.standbyUrl), messages: slack.messages() };
    const judged = judge(run, await undisturbed(all), acknowledged);
    return { acknowledged: acknowledged.size, before, ...judged, violations: [...problems, ...judged.violations] };
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
    await slack.close();
    folder.remove();
    await pair.stop();
  }
}
