/**
 * The load generator, a process of its own: `node bench/load.ts <url> <secret> <seconds> <connections> [rate] [log]`. Sends
 * signed card sales over kept connections, as fast as they are answered or at `rate` a second, and prints one JSON line;
 * with `log` also when each left, by the id that its card shows.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { cardSale } from '../src/sandbox/stripe/lifecycles/card-sale.ts';

const [url = '', secret = '', seconds = '5', connections = '64', rate = '0', log = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const template = cardSale({ seed: 'bench' }).events.find((event) => event.type === 'charge.succeeded');
// Every event is another payment: another event id, charge, intent and customer.
const marked = JSON.stringify(template)
  .replaceAll(template?.id ?? '', 'evt_{id}')
  .replaceAll(/\b(ch|pi|cus)_[A-Za-z0-9]+/g, '$1_{id}');
const run = randomBytes(6).toString('hex');
let sent = 0;
let refused = 0;
const latencies: number[] = [];
const left: Record<string, number> = {};

function next(): { id: string; body: Buffer; header: string } {
  sent += 1;
  const id = `${run}x${sent}`;
  const body = Buffer.from(marked.replaceAll('{id}', id));
  const t = Math.floor(Date.now() / 1000);
  return {
    id,
    body,
    header: `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`,
  };
}

function post(): Promise<void> {
  const { id, body, header } = next();
  const began = performance.now();
  if (log !== '') left[id] = performance.timeOrigin + began;
  return new Promise((resolve) => {
    const outgoing = request(
      url,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': body.length, 'stripe-signature': header },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          if (response.statusCode !== 200) refused += 1;
          latencies.push(performance.now() - began);
          resolve();
        });
      },
    );
    outgoing.on('error', () => {
      refused += 1;
      resolve();
    });
    outgoing.end(body);
  });
}

const end = performance.now() + Number(seconds) * 1000;
const started = performance.now();
if (Number(rate) === 0) {
  const loop = async () => {
    while (performance.now() < end) await post();
  };
  await Promise.all(Array.from({ length: Number(connections) }, loop));
} else {
  const open = new Set<Promise<void>>();
  for (let index = 0; performance.now() < end; index += 1) {
    const due = started + (index * 1000) / Number(rate);
    while (performance.now() < due)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const one = post().finally(() => open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
}
agent.destroy();
latencies.sort((a, b) => a - b);
const quantile = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2));
console.log(
  JSON.stringify({
    perSecond: Math.round((latencies.length - refused) / ((performance.now() - started) / 1000)),
    sent,
    refused,
    p50: quantile(0.5),
    p99: quantile(0.99),
    log: log === '' ? null : left,
  }),
);
