import type { Config, SyncFieldConfig } from '../config/config.ts';
import { fieldText, metadataKey } from '../domain/field-path.ts';
import { at, type JsonObject, type JsonValue } from '../domain/json.ts';
import { nothing, type Phrase } from '../domain/phrase.ts';
import type { FieldText } from '../domain/synced-field.ts';
import { clean } from './clean.ts';
import { type FieldProblem, type Part, partsOf, Run } from './fields.ts';
import { createEngine } from './template-engine.ts';
import { phraseOfOutput } from './template-value.ts';

/** How the fields of `sync:` look on a card and in its thread. */
export interface SyncedFields {
  /** The value of one field; empty where there is none. `object`: its Stripe object, as far as it is known. Never throws. */
  phrase(kind: string, field: SyncFieldConfig, value: FieldText, object: JsonObject): Phrase;
}

/** Parses every `show`. Throws TillbellError `card_template` on a bad one, which loading a configuration has refused before. */
export function compileSyncedFields(
  sync: Config['sync'],
  report: (problem: FieldProblem) => void = () => undefined,
): SyncedFields {
  const engine = createEngine();
  const compiled = new Map<string, readonly Part[]>();
  for (const [kind, fields] of Object.entries(sync)) {
    for (const [name, { show, stripe }] of Object.entries(fields)) {
      if (show === null) continue;
      const parts = partsOf(engine, show, `sync.${kind}.${name}.show`);
      const key = allowKey(kind, stripe);
      // What `value` holds is as personal as the field that it comes from.
      const named = (path: string) => (path === 'value' ? key : path);
      compiled.set(
        `${kind} ${stripe}`,
        parts.map(({ template, paths }) => ({ template, paths: paths.map(named) })),
      );
    }
  }
  return {
    phrase(kind, field, value, object) {
      if (value === null) return nothing;
      const parts = compiled.get(`${kind} ${field.stripe}`);
      if (parts === undefined) return plain(kind, field, value);
      const scope = { value: rawValue(object, field.stripe, value), object };
      const run = new Run(engine, scope, (label, message) => report({ kind, field: label, message }));
      return run.phrase(field.label, parts) ?? nothing;
    },
  };
}

/** Money and dates are numbers at Stripe, and templates want them so. */
function rawValue(object: JsonObject, path: string, value: string): JsonValue {
  return fieldText(object, path) === value && metadataKey(path) === null ? (at(object, path) ?? value) : value;
}

/** The name by which a channel's `allow` opens it. */
function allowKey(kind: string, path: string): string {
  if (metadataKey(path) !== null) return path;
  return `${kind === 'payment' ? 'charge' : kind}.${path}`;
}

function plain(kind: string, field: SyncFieldConfig, value: string): Phrase {
  const free = (): Phrase => phraseOfOutput(value, [allowKey(kind, field.stripe)]);
  switch (field.input) {
    case 'user':
      return /^[UW][A-Z0-9]{1,30}$/.test(value) ? [{ type: 'slack_user', id: value }] : free();
    case 'select': {
      const option = field.options.find((one) => one.value === value);
      return option === undefined ? free() : [{ type: 'catalog', text: clean(option.label) }];
    }
    case 'number':
      return /^-?\d{1,15}(?:\.\d{1,12})?$/.test(value) ? [{ type: 'term', text: value }] : free();
    case 'date': {
      const day = field.store === 'unix' ? dayOf(value) : value;
      return /^\d{4}-\d{2}-\d{2}$/.test(day) ? [{ type: 'term', text: day }] : free();
    }
    case 'text':
      return free();
    case null:
      // Stripe's words for states: needs_response.
      return free().map((part) => (part.type === 'term' ? { ...part, text: part.text.replaceAll('_', ' ') } : part));
  }
}

/** A day has no time zone: shown as it was entered. */
function dayOf(value: string): string {
  return /^\d{1,11}$/.test(value) ? new Date(Number(value) * 1_000).toISOString().slice(0, 10) : value;
}
