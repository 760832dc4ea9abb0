import type { JsonValue } from '../../src/domain/json.ts';
import type { Random } from '../../src/sandbox/stripe/random.ts';

/** Values where something else is expected: absent, of another kind, too large, too deep, hostile. */
const odd: readonly (JsonValue | undefined)[] = [
  undefined,
  null,
  true,
  0,
  -1,
  0.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  'x',
  '<!channel>',
  'evt_00000000000000',
  '\u0000',
  '\ud800',
  '4242 4242 4242 4242',
  '9'.repeat(400),
  [],
  {},
  [null],
  { id: null, object: 'list', data: [{}] },
];

/** The same value with up to three places replaced by something odd, left out, or put where another was. */
export function mutateJson(random: Random, value: JsonValue): JsonValue {
  const copy = structuredClone(value);
  for (let times = random.int(1, 3); times > 0; times -= 1) mutateOnce(random, copy);
  return copy;
}

function mutateOnce(random: Random, root: JsonValue): void {
  let at = root;
  for (let depth = 0; depth < 12; depth += 1) {
    if (typeof at !== 'object' || at === null) return;
    const keys = Object.keys(at);
    const key = keys[random.int(0, keys.length - 1)];
    if (key === undefined) return;
    const inner: unknown = Reflect.get(at, key);
    if (typeof inner === 'object' && inner !== null && random.chance(0.75)) {
      at = inner as JsonValue;
      continue;
    }
    const instead = odd[random.int(0, odd.length - 1)];
    if (instead === undefined) Reflect.deleteProperty(at, key);
    else Reflect.set(at, key, structuredClone(instead));
    return;
  }
}

/** The same text with up to four pieces cut, doubled, moved or replaced by one of `tokens`. */
export function mutateText(random: Random, text: string, tokens: readonly string[]): string {
  let changed = text;
  for (let times = random.int(1, 4); times > 0; times -= 1) {
    const from = random.int(0, changed.length);
    const to = Math.min(changed.length, from + random.int(0, 12));
    const piece = changed.slice(from, to);
    const token = tokens[random.int(0, tokens.length - 1)] ?? '';
    const instead = ['', piece + piece, token, token + piece, String.fromCharCode(random.int(0, 0xffff))];
    changed = changed.slice(0, from) + (instead[random.int(0, instead.length - 1)] ?? '') + changed.slice(to);
  }
  return changed;
}
