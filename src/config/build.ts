import { resolve } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { Environment, ReadFile } from './environment.ts';
import { fileProblem } from './environment.ts';
import type { FaultDraft, Path } from './fault.ts';
import { shown } from './shown.ts';
import { editDistance, nearest } from './suggest.ts';

/** What every build step is given: where values come from, and where to say what is wrong with them. */
export interface Build {
  readonly environment: Environment;
  readonly readFile: ReadFile;
  /** Folder that relative paths in the file start from: the file's own, else the working directory. */
  readonly folder: string;
  /** False where there is no file: what is missing is then a variable. */
  readonly hasFile: boolean;
  readonly fault: (draft: FaultDraft) => void;
  readonly warn: (draft: FaultDraft) => void;
}

/** The items of what may be one or several. */
export function list<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

/** A flag's value; undefined where it is not given. */
export function orNull<Value>(value: Value | undefined): Value | null {
  return value ?? null;
}

/** A time zone's name as given if this machine knows it, else `fallback` and a fault. */
export function timeZone(build: Build, value: string | undefined, path: Path, fallback: string): string {
  if (value === undefined) return fallback;
  // A fixed offset would be wrong for half of the year.
  if (!/^[+-]/.test(value) && isTimeZone(value)) return value;
  const near = nearest(value, Intl.supportedValuesOf('timeZone'));
  build.fault({
    code: 'unknown_timezone',
    path,
    message: `${shown(value)} is not a time zone`,
    suggestion: near === null ? 'write a name such as Europe/Berlin' : `did you mean "${near}"?`,
  });
  return fallback;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A BCP 47 tag in its canonical form, else `fallback` and a fault. */
export function localeTag(build: Build, value: string | undefined, path: Path, fallback: string): string {
  if (value === undefined) return fallback;
  try {
    return Intl.getCanonicalLocales(value)[0] ?? fallback;
  } catch {
    build.fault({
      code: 'unknown_locale',
      path,
      message: `${shown(value)} is not a language tag`,
      suggestion: 'write one such as en-GB or de-DE',
    });
    return fallback;
  }
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** A lower-case currency code; a fault where nobody uses it. */
export function currencyCode(build: Build, value: string, path: Path): string {
  const code = value.toLowerCase();
  if (!knownCurrencies.has(code)) {
    const near = [...knownCurrencies].find((known) => editDistance(known, code) === 1);
    build.fault({
      code: 'unknown_currency',
      path,
      message: `${shown(value)} is not a currency`,
      suggestion: near === undefined ? 'write an ISO 4217 code such as EUR' : `did you mean "${near.toUpperCase()}"?`,
    });
  }
  return code;
}

/** The text of a file that the configuration names, without line ends and blanks around it (F9); null and a fault otherwise. */
export function textOfFile(build: Build, name: string, path: Path): string | null {
  const file = name.startsWith('file://') ? fileOfUrl(name) : name;
  if (file === null) {
    build.fault({
      code: 'bad_file',
      path,
      message: 'names no local file',
      suggestion: 'write file:///run/secrets/name',
    });
    return null;
  }
  try {
    const text = build.readFile(resolve(build.folder, file)).trim();
    if (text !== '') return text;
    build.fault({ code: 'bad_file', path, message: `${file} is empty`, suggestion: 'put the secret into it' });
  } catch (error) {
    build.fault({
      code: 'bad_file',
      path,
      message: `${file} cannot be read: ${fileProblem(error)}`,
      suggestion: 'check the path and its permissions',
    });
  }
  return null;
}

function fileOfUrl(url: string): string | null {
  const parsed = /^file:\/\/(\/.*)$/.exec(url);
  return parsed?.[1] ?? null;
}

/** An address with scheme http or https without its trailing slash; null and a fault otherwise. Never quoted: it may hold a password. */
export function httpUrl(build: Build, value: string, where: Pick<FaultDraft, 'path' | 'variable'>): string | null {
  try {
    const url = new URL(value);
    if (url.protocol === 'https:' || url.protocol === 'http:') return value.replace(/\/+$/, '');
  } catch (error) {
    if (!(error instanceof TypeError)) throw new Error(messageOf(error), { cause: error });
  }
  build.fault({
    ...where,
    code: 'bad_url',
    message: 'is not an http or https address',
    suggestion: 'write it as https://host/path',
  });
  return null;
}
