import { createHmac, createSecretKey } from 'node:crypto';
import { readEnvelope } from '../../src/receive/envelope.ts';
import { verifySignature } from '../../src/receive/signature.ts';
import { createRandom } from '../../src/sandbox/stripe/random.ts';
import { mutateText } from './mutate.ts';

const secrets = ['whsec_one', 'whsec_two'];
const keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
const toleranceSeconds = 300;
const nowSeconds = 1_785_800_000;
const tokens = ['t=', 'v1=', 'v0=', ',', '=', ' ', '\n', 'NaN', '-1', '1e9', '0'.repeat(64), 'g'.repeat(64), '\u0000'];
const bodies = [
  '{"id":"evt_1","object":"event","type":"charge.succeeded","created":1}',
  '',
  '[]',
  '{',
  '\ufeff{}',
  'null',
];

/** What a header means, written a second time and in another way than in src/receive. */
function accepts(body: string, header: string): boolean {
  if (header === '' || header.length > 4096) return false;
  const parts = header.split(',').map((part) => part.trim());
  const valuesOf = (name: string) =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const bare = parts.filter((part) => part === 't' || part === 'v1');
  const [time, ...more] = valuesOf('t');
  if (time === undefined || more.length > 0 || bare.includes('t') || !/^[0-9]{1,12}$/.test(time)) return false;
  if (Math.abs(nowSeconds - Number(time)) > toleranceSeconds) return false;
  const signatures = valuesOf('v1');
  if (signatures.length + bare.length > 16) return false;
  return secrets.some((secret) => {
    const right = createHmac('sha256', secret)
      .update(`${Number(time)}.${body}`)
      .digest('hex');
    return signatures.some((signature) => signature.toLowerCase() === right);
  });
}

/** Right, nearly right and wrong headers over odd bodies: the door must agree with the second reading, and never throw. */
export function fuzzSignature(seed: number, inputs: number): number {
  const random = createRandom(`signature/${seed}`);
  for (let number = 0; number < inputs; number += 1) {
    const body = random.chance(0.5) ? (bodies[0] ?? '') : mutateText(random, random.pick(['{}', ...bodies]), tokens);
    const time = nowSeconds + (random.chance(0.7) ? 0 : random.int(-400, 400));
    const secret = random.pick(['whsec_one', 'whsec_two', 'whsec_three']);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    const right = random.chance(0.5) ? `t=${time},v1=${signature}` : `v1=${'0'.repeat(64)},t=${time},v1=${signature}`;
    const header = random.chance(0.3) ? right : mutateText(random, right, tokens);
    const raw = Buffer.from(body);
    const verdict = verifySignature(raw, header, keys, toleranceSeconds, nowSeconds * 1_000);
    if (verdict.ok !== accepts(body, header)) {
      throw new Error(`the door says ${JSON.stringify(verdict)} to ${JSON.stringify({ header, body })}`);
    }
    readEnvelope(raw, nowSeconds * 1_000);
  }
  return inputs;
}
