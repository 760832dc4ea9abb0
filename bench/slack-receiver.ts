/**
 * A Slack that answers at once, in a process of its own: `node bench/slack-receiver.ts`; prints its address. It notes when
 * each payment was seen first, by the id in the message. Neither strict nor paced: the stand-in of the tests is, but its
 * checks would be what is measured.
 */
import { createServer } from 'node:http';

const seen: Record<string, number> = {};
let counted = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const now = performance.timeOrigin + performance.now();
    response.setHeader('content-type', 'application/json');
    if (request.url === '/arrivals') return response.end(JSON.stringify(seen));
    const body = Buffer.concat(chunks).toString('latin1');
    for (const [, id = ''] of body.matchAll(/(?:pi|ch|cus)_([0-9a-f]{12}x\d+)/g)) seen[id] ??= now;
    counted += 1;
    const ts = `${Math.floor(now / 1000)}.${String(counted % 1_000_000).padStart(6, '0')}`;
    return response.end(
      JSON.stringify({
        ok: true,
        ts,
        channel: request.url?.endsWith('conversations.info') ? { id: 'C0FINANCE', name: 'finance' } : 'C0FINANCE',
        team_id: 'T0BENCH',
        message: { ts },
      }),
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
});
