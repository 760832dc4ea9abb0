import type { z } from 'zod';
import type { FaultDraft, Path } from './fault.ts';
import { knownKeys } from './json-schema.ts';
import { fileSchema } from './schema.ts';
import { looksSecret, shown } from './shown.ts';
import { didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** Places whose values are secrets, and so are never quoted. */
const secretKeys = new Set(['webhook_secret', 'api_key', 'bot_token', 'signing_secret', 'webhook_url', 'app_token']);

/** Everything about the file's shape that is wrong, each with its place. */
export function schemaFaults(data: unknown): FaultDraft[] {
  const result = fileSchema.safeParse(data);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => drafts(issue, [], data));
}

function drafts(issue: Issue, base: Path, data: unknown): FaultDraft[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], key, knownKeys(path)));
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1) ?? '');
    const known = knownKeys(path.slice(0, -1));
    if (known.length > 0) return [unknownKey(path, key, known)];
    const message = `${shown(key)} cannot be a name here: ${issue.issues[0]?.message ?? issue.message}`;
    return [{ code: 'bad_name', path, message, suggestion: null }];
  }
  const value = valueAt(data, path);
  if (issue.code === 'invalid_union') {
    const inner = deepest(issue.errors);
    if (inner !== null && typeof value === 'object' && value !== null) {
      return inner.flatMap((nested) => drafts(nested, path, data));
    }
  }
  return [badValue(issue, path, value)];
}

function unknownKey(path: Path, key: string, known: readonly string[]): FaultDraft {
  return {
    code: 'unknown_key',
    path: looksSecret(key) ? path.slice(0, -1) : path,
    message: `there is no key ${shown(key)} here`,
    suggestion: didYouMean(key, known),
  };
}

function badValue(issue: Issue, path: Path, value: unknown): FaultDraft {
  if (value === undefined) {
    return { code: 'missing_key', path, message: `is missing; it ${issue.message}`, suggestion: null };
  }
  const secret = path.some((step) => secretKeys.has(String(step)));
  const quoted = secret ? '' : `, not ${shown(value)}`;
  const known = allowedValues(issue).map(String);
  const suggestion = typeof value === 'string' ? didYouMean(value, known) : null;
  // The list is already in the message of short enumerations.
  const repeats =
    suggestion !== null && known.every((word) => issue.message.includes(word)) && suggestion.startsWith('one of');
  return { code: 'bad_value', path, message: `${issue.message}${quoted}`, suggestion: repeats ? null : suggestion };
}

/** The branch of a union that was probably meant: the one whose faults all lie inside the value, not at its top. */
function deepest(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const inside = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  );
  return inside[0] ?? null;
}

function allowedValues(issue: Issue): readonly unknown[] {
  if (issue.code === 'invalid_value') return issue.values;
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap((nested) => [...allowedValues(nested)]) : [];
}

function valueAt(data: unknown, path: Path): unknown {
  let current = data;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Readonly<Record<string | number, unknown>>)[step];
  }
  return current;
}
