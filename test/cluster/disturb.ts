import type { Random } from '../../src/sandbox/stripe/random.ts';
import { untilQuiet } from '../crash/quiet-service.ts';
import type { Node } from './node.ts';

/** How long a lane is leased in these worlds; the shortest that a configuration may say. */
export const leaseMs = 2_000;

export const disturbances = [
  'killed',
  'ended',
  'frozen past its lease',
  'frozen for a moment',
  'cut off',
  'swallowed by the network',
  'its connections ended by the server',
] as const;
export type Disturbance = (typeof disturbances)[number];

export interface Harm {
  readonly what: Disturbance;
  readonly node: Node;
  /** The others must have finished all before it is made good. */
  readonly waited: boolean;
}

/**
 * What a lost process held is free again when its leases end: that of a lane, twice as long for an event, and what the server
 * waits for a transaction that goes on no more (3 s). The rest is for a machine that is busy with other tests.
 */
const stuckMs = 2 * leaseMs + 3_000 + 55_000;

export function planHarm(random: Random, nodes: readonly Node[], turn: number): Harm {
  const node = nodes[random.int(0, nodes.length - 1)];
  const what = disturbances[(turn + random.int(0, 1)) % disturbances.length];
  if (node === undefined || what === undefined) throw new Error('nobody to disturb');
  return { what, node, waited: random.chance(0.25) };
}

/** Does the harm while `work` goes on, waits where it should be borne by the others alone, and makes it good. */
export async function disturb(
  harm: Harm,
  others: readonly Node[],
  random: Random,
  terminate: () => Promise<void>,
): Promise<string[]> {
  const { node, what } = harm;
  const problems: string[] = [];
  await pause(random.int(0, 400));
  switch (what) {
    case 'killed':
      await node.end('SIGKILL');
      await borne(harm, others, problems, 0);
      await node.start();
      break;
    case 'ended': {
      const said = node.process;
      const code = await node.end('SIGTERM');
      if (code !== 0) problems.push(`SIGTERM ended ${node.name} with ${code}:\n${said?.said()}`);
      await borne(harm, others, problems, 0);
      await node.start();
      break;
    }
    case 'frozen past its lease':
    case 'frozen for a moment':
      node.freeze();
      await borne(
        harm,
        others,
        problems,
        what === 'frozen for a moment' ? random.int(50, 600) : leaseMs + random.int(100, 1_500),
      );
      node.thaw();
      break;
    case 'cut off':
      node.proxy?.cut();
      await borne(harm, others, problems, random.int(50, leaseMs + 1_000));
      node.proxy?.heal();
      break;
    case 'swallowed by the network':
      node.proxy?.freeze();
      await borne(harm, others, problems, random.int(200, leaseMs + 1_500));
      node.proxy?.heal();
      break;
    case 'its connections ended by the server':
      await terminate();
      break;
  }
  return problems;
}

async function borne(harm: Harm, others: readonly Node[], problems: string[], ms: number): Promise<void> {
  await pause(ms);
  if (!harm.waited) return;
  const address = others.find((other) => other.address !== null)?.address;
  const rest = address === undefined || address === null ? 'nobody else is there' : await untilQuiet(address, stuckMs);
  if (rest !== 'quiet') problems.push(`while ${harm.node.name} was ${harm.what} the others did not finish: ${rest}`);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
