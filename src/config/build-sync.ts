import { type SubjectKind, subjectKinds } from '../domain/subject.ts';
import { type Build, orNull } from './build.ts';
import type { Config, SyncFieldConfig } from './config.ts';
import type { Path } from './fault.ts';
import type { SyncFieldFile } from './schema-sync.ts';
import { shown } from './shown.ts';
import { inspectSyncPath, longestMetadataKey, longestOf, writableNames } from './sync-paths.ts';

/** Slack takes so many options of a select, and a label of so many characters. */
const mostOptions = 100;
const longestLabel = 75;
/** Longest text of one input of a modal. */
const longestInput = 3_000;
/** A modal of more inputs nobody fills in; Slack's own limit is 100 blocks. */
const mostEditable = 20;

interface At {
  readonly build: Build;
  readonly kind: SubjectKind;
  readonly file: SyncFieldFile;
  readonly path: Path;
}

/** Whatever a mapping would lose (a type, a length, an unknown option, a field that Stripe does not let change) is a fault. */
export function buildSync(
  build: Build,
  files: Readonly<Partial<Record<string, Readonly<Record<string, SyncFieldFile>>>>>,
): Config['sync'] {
  const sync: Record<string, Record<string, SyncFieldConfig>> = {};
  for (const kind of subjectKinds) {
    const fields = files[kind];
    if (fields === undefined) continue;
    const built: Record<string, SyncFieldConfig> = {};
    for (const [name, file] of Object.entries(fields)) {
      built[name] = syncField({ build, kind, file, path: ['sync', kind, name] }, name);
    }
    checkTogether(build, kind, built);
    sync[kind] = built;
  }
  return sync;
}

function syncField(at: At, name: string): SyncFieldConfig {
  const { file, kind } = at;
  const longest = longestOf(kind, file.stripe);
  checkPath(at);
  checkWriting(at, longest);
  checkInput(at, longest);
  const options = (file.options ?? []).map((one) => (typeof one === 'string' ? { value: one, label: one } : one));
  if (file.input === 'select') checkOptions(at, options, longest ?? longestInput);
  return {
    stripe: file.stripe,
    label: file.label ?? named(name),
    input: orNull(file.input),
    options,
    show: orNull(file.show),
    required: file.required ?? false,
    longest: Math.min(file.max_length ?? longestInput, longest ?? longestInput),
    min: orNull(file.min),
    max: orNull(file.max),
    decimals: file.decimals ?? 0,
    store: file.store ?? 'iso',
    systemOfRecord: file.system_of_record ?? (longest === null ? 'stripe' : null),
  };
}

function named(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

function checkPath({ build, kind, file, path }: At): void {
  const found = inspectSyncPath(kind, file.stripe);
  if (found !== null) {
    const draft = { code: found.code, path: [...path, 'stripe'], message: found.message, suggestion: found.suggestion };
    // A path below an id has no value in any event: the field would stay empty for ever.
    if (found.level === 'fault' || found.code === 'id_path') build.fault(draft);
    else build.warn(draft);
  }
  const key = file.stripe.startsWith('metadata.') ? file.stripe.slice('metadata.'.length) : '';
  if (key.length > longestMetadataKey) {
    build.fault({
      code: 'bad_value',
      path: [...path, 'stripe'],
      message: `a key of metadata has at most ${longestMetadataKey} characters, not ${key.length}`,
      suggestion: 'shorten it',
    });
  }
}

/** Only what Stripe lets change may have an input, or Slack as its system of record. */
function checkWriting({ build, kind, file, path }: At, longest: number | null): void {
  const names = writableNames(kind);
  if (longest === null && (file.system_of_record === 'slack' || file.input !== undefined)) {
    build.fault({
      code: 'not_writable',
      path: [...path, 'stripe'],
      message: `${shown(file.stripe)} cannot be changed from Slack`,
      suggestion: `${names.length === 0 ? '' : `map ${names.join(' or ')}, or `}say system_of_record: stripe without an input`,
    });
  }
  if (file.conflict !== undefined && file.system_of_record !== undefined) {
    build.fault({
      code: 'two_rules',
      path: [...path, 'conflict'],
      message: 'contradicts system_of_record',
      suggestion: 'keep one of the two',
    });
  }
}

/** Which keys belong to which input. */
const ownKeys: Readonly<Record<string, readonly NonNullable<SyncFieldFile['input']>[]>> = {
  options: ['select'],
  max_length: ['text'],
  min: ['number'],
  max: ['number'],
  decimals: ['number'],
  store: ['date'],
  required: ['text', 'select', 'user', 'number', 'date'],
};

function checkInput({ build, file, path }: At, longest: number | null): void {
  for (const [key, inputs] of Object.entries(ownKeys)) {
    if (!Object.hasOwn(file, key) || (file.input !== undefined && inputs.includes(file.input))) continue;
    const message = file.input === undefined ? 'is for a field with an input' : `is not for an input ${file.input}`;
    const suggestion = `say input: ${inputs.join(' or ')}, or leave ${key} out`;
    build.fault({ code: 'bad_value', path: [...path, key], message, suggestion });
  }
  if (file.max_length !== undefined && longest !== null && file.max_length > longest) {
    build.fault({
      code: 'bad_value',
      path: [...path, 'max_length'],
      message: `Stripe takes at most ${longest} characters here, so ${file.max_length} would lose some`,
      suggestion: `write ${longest} or less`,
    });
  }
  if (file.min !== undefined && file.max !== undefined && Number(file.min) > Number(file.max)) {
    build.fault({ code: 'bad_value', path: [...path, 'min'], message: 'is above max', suggestion: null });
  }
}

type Options = readonly { readonly value: string; readonly label: string }[];

function checkOptions({ build, path }: At, options: Options, longest: number): void {
  const fault = (message: string, suggestion: string | null, index?: number) =>
    build.fault({
      code: index === undefined && options.length === 0 ? 'missing_key' : 'bad_value',
      path: index === undefined ? path : [...path, 'options', index],
      message,
      suggestion,
    });
  if (options.length === 0) fault('a select has no options', 'give options: [a, b]');
  if (options.length > mostOptions)
    fault(`has ${options.length} options: Slack shows at most ${mostOptions}`, 'leave some out');
  options.forEach(({ value, label }, index) => {
    if (value.length > longest)
      fault(`is ${value.length} characters long: Stripe takes ${longest} here`, 'shorten it', index);
    if (label.length > longestLabel) {
      fault(`a label has at most ${longestLabel} characters`, 'write { value, label } with a shorter label', index);
    }
    if (options.findIndex((other) => other.value === value) < index)
      fault(`${shown(value)} is there already`, null, index);
  });
}

/** Two fields of one path would overwrite each other. */
function checkTogether(build: Build, kind: SubjectKind, fields: Readonly<Record<string, SyncFieldConfig>>): void {
  const entries = Object.entries(fields);
  entries.forEach(([name, field], index) => {
    const twin = entries.slice(0, index).find(([, other]) => other.stripe === field.stripe);
    if (twin === undefined || field.input === null || twin[1].input === null) return;
    build.fault({
      code: 'bad_value',
      path: ['sync', kind, name, 'stripe'],
      message: `${shown(field.stripe)} is edited by ${shown(twin[0])} already`,
      suggestion: 'keep one of the two',
    });
  });
  const editable = entries.filter(([, field]) => field.input !== null).length;
  if (editable > mostEditable) {
    const message = `has ${editable} fields with an input: a dialogue has at most ${mostEditable}`;
    build.fault({ code: 'bad_value', path: ['sync', kind], message, suggestion: 'leave some out' });
  }
}

/** `edit.dispute.owner` must name a field that people can edit. */
export function checkEditNames(build: Build, actions: readonly string[], sync: Config['sync']): void {
  for (const name of actions) {
    const [, kind, field] = /^edit\.([a-z]+)\.(.+)$/.exec(name) ?? [];
    if (!name.startsWith('edit.')) continue;
    const found = kind === undefined || field === undefined ? undefined : sync[kind]?.[field];
    if (found?.input !== undefined && found.input !== null) continue;
    const known = Object.entries(sync).flatMap(([kind, fields]) =>
      Object.entries(fields).flatMap(([field, { input }]) => (input === null ? [] : [`edit.${kind}.${field}`])),
    );
    build.fault({
      code: 'unknown_action',
      path: ['actions', name],
      message: `there is no field ${shown(name.slice('edit.'.length))} with an input under sync`,
      suggestion: known.length === 0 ? 'write edit for all fields' : `known are edit, ${known.join(', ')}`,
    });
  }
}
