import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { assemble } from './assemble.ts';
import type { Build } from './build.ts';
import type { Config, Finding } from './config.ts';
import { environmentOf, fileProblem, type ReadFile, type Variables } from './environment.ts';
import { type ConfigFault, type FaultDraft, inOrder, type Path, pathText } from './fault.ts';
import { parsePath } from './fault-path.ts';
import { prune } from './prune.ts';
import { schemaFaults } from './schema-faults.ts';
import { sectionsOf } from './sections.ts';
import { readSource, type Source } from './source.ts';

export interface LoadOptions {
  /** Path of the file; null: the environment alone. */
  readonly file: string | null;
  readonly env: Variables;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Reads a text file, and throws where it cannot; the file system's own by default. */
  readonly readFile?: ReadFile;
  /** Checks of other layers (routes, templates): run on what could be built, told together with ours. */
  readonly inspect?: (config: Config) => readonly Finding[];
}

export type LoadResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly ConfigFault[] }
  | { readonly ok: false; readonly faults: readonly ConfigFault[]; readonly warnings: readonly ConfigFault[] };

/**
 * The configuration from a YAML file, the environment and secret files; or every fault at once, in the file's order, each
 * with its place, what is wrong and what would be right. Never throws for what a file or a variable holds; no fault holds a
 * secret. `$NAME_FILE` variables, `file:///…` and `{ file: … }` read a secret from a file.
 */
export function loadConfig(options: LoadOptions): LoadResult {
  const readFile = options.readFile ?? ((path: string) => readFileSync(path, 'utf8'));
  const environment = environmentOf(options.env, readFile);
  const told = new Set<string>();
  const source = open(options, readFile, (name) => {
    const value = environment.get(name);
    if (value !== null) return { value };
    told.add(name);
    return environment.problemOf(name);
  });
  const found = collector(options.file, source);
  for (const fault of source?.faults ?? []) found.add('fault', fault, fault.place);
  const data = source === null ? {} : source.data;
  if (data === null && found.faults().length === 0) found.add('fault', emptyFile, { line: 1, column: 1 });
  if (source?.readable === false || typeof data !== 'object' || data === null || Array.isArray(data)) {
    if (found.faults().length === 0) found.add('fault', noMapping, { line: 1, column: 1 });
    return { ok: false, faults: found.faults(), warnings: [] };
  }
  const shape = schemaFaults(data);
  for (const draft of shape) found.add('fault', draft, null);
  const build: Build = {
    environment,
    readFile,
    folder: options.file === null ? options.cwd : dirname(resolve(options.cwd, options.file)),
    hasFile: options.file !== null,
    fault: (draft) => found.add('fault', draft, null),
    warn: (draft) => found.add('warning', draft, null),
  };
  const sound = prune(
    data,
    shape.map((draft) => draft.path),
  );
  const config = assemble(build, sectionsOf(data, sound), {
    file: options.file,
    cwd: options.cwd,
    lineOf: (path) => source?.place(path).line ?? 1,
  });
  for (const draft of environment.faults) if (!told.has(draft.variable ?? '')) found.add('fault', draft, null);
  for (const finding of options.inspect?.(config) ?? []) {
    // With faults some routes are missing: what would then be seen by nobody is no news.
    if (finding.level === 'warning' && found.faults().length > 0) continue;
    found.add(finding.level, { ...finding, path: parsePath(finding.path) }, null);
  }
  const faults = found.faults();
  return faults.length > 0
    ? { ok: false, faults, warnings: found.warnings() }
    : { ok: true, config, warnings: found.warnings() };
}

const emptyFile: FaultDraft = {
  code: 'empty_file',
  path: [],
  message: 'the file is empty',
  suggestion: 'run `tillbell init`, or start from examples/minimal.yaml',
};

const noMapping: FaultDraft = {
  code: 'not_a_mapping',
  path: [],
  message: 'the file must be a mapping: stripe, slack, channels, routes …',
  suggestion: 'run `tillbell init`, or start from examples/minimal.yaml',
};

function open(options: LoadOptions, readFile: ReadFile, lookup: Parameters<typeof readSource>[1]): Source | null {
  if (options.file === null) return null;
  try {
    return readSource(readFile(resolve(options.cwd, options.file)), lookup);
  } catch (error) {
    const place = { line: 1, column: 1 };
    const draft = {
      code: 'file_unreadable',
      path: [],
      message: `the file cannot be read: ${fileProblem(error)}`,
      suggestion: 'check its path and permissions, or run `tillbell init`',
    };
    return {
      data: undefined,
      faults: [{ ...draft, place: null }],
      readable: false,
      place: () => place,
      veil: (_, message) => message,
      broken: () => false,
    };
  }
}

/** Places faults, and drops what only follows from another: a value whose variable is missing is not also malformed. */
function collector(file: string | null, source: Source | null) {
  const faults: ConfigFault[] = [];
  const warnings: ConfigFault[] = [];
  const seen = new Set<string>();
  return {
    faults: () => inOrder(faults),
    warnings: () => inOrder(warnings),
    add(level: 'fault' | 'warning', draft: FaultDraft, at: { line: number; column: number } | null | undefined) {
      const path = draft.variable ?? pathText(draft.path);
      const own = at !== undefined && at !== null;
      if (!own && draft.variable === undefined && isBroken(source, draft.path)) return;
      if (absences.has(draft.code) && faults.some((fault) => fault.path !== path && fault.path.startsWith(path)))
        return;
      const place = own ? at : draft.variable === undefined ? placeOf(source, draft) : null;
      const key = `${place?.line}:${place?.column}:${path}:${draft.code}:${draft.message}`;
      if (seen.has(key)) return;
      seen.add(key);
      const fault: ConfigFault = {
        file: draft.variable === undefined ? file : 'environment',
        line: place?.line ?? null,
        column: place?.column ?? null,
        path,
        message: source?.veil(draft.path, draft.message) ?? draft.message,
        suggestion: draft.suggestion ?? null,
        code: draft.code,
      };
      (level === 'fault' ? faults : warnings).push(fault);
    },
  };
}

function isBroken(source: Source | null, path: Path): boolean {
  return source !== null && path.some((_, index) => source.broken(path.slice(0, index + 1)));
}

/** Something is missing in a place in which something else is wrong: it is probably the same thing. */
const absences = new Set(['missing_secret', 'no_channel', 'no_time']);

const keyFaults = new Set(['unknown_key', 'bad_name', 'missing_key']);

function placeOf(source: Source | null, draft: FaultDraft): { line: number; column: number } | null {
  if (source === null) return null;
  return source.place(draft.path, { offset: draft.offset ?? null, key: keyFaults.has(draft.code) });
}
