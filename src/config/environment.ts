import { messageOf } from '../domain/errors.ts';
import type { FaultDraft } from './fault.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads a text file; throws where it cannot be read. */
export type ReadFile = (path: string) => string;

/**
 * The environment with the `NAME_FILE` convention of container secrets: `NAME_FILE=/run/secrets/x` stands for `NAME` with
 * the file's text. Line ends and blanks around a value are dropped: editors and `echo` leave them (F9).
 */
export interface Environment {
  /** Null where it is not set, or empty. A problem is recorded once per name. */
  get(name: string): string | null;
  /** Why `name` cannot be had, for a fault at the place that needs it. */
  problemOf(name: string): { readonly problem: string; readonly suggestion: string };
  readonly faults: readonly FaultDraft[];
}

export function environmentOf(variables: Variables, readFile: ReadFile): Environment {
  const values = new Map<string, string | null>();
  const problems = new Map<string, { readonly problem: string; readonly suggestion: string }>();
  const faults: FaultDraft[] = [];
  const refuse = (name: string, message: string, suggestion: string): null => {
    problems.set(name, { problem: message, suggestion });
    faults.push({ code: 'environment', path: [], variable: name, message, suggestion });
    return null;
  };
  const read = (name: string): string | null => {
    const direct = own(variables, name)?.trim() ?? '';
    const file = own(variables, `${name}_FILE`)?.trim() ?? '';
    if (direct !== '' && file !== '') {
      return refuse(name, `${name} and ${name}_FILE are both set`, 'keep one of them');
    }
    if (file === '') return direct === '' ? null : direct;
    try {
      const text = readFile(file).trim();
      if (text !== '') return text;
      return refuse(name, `${name}_FILE names an empty file, ${file}`, 'put the value into it');
    } catch (error) {
      return refuse(
        name,
        `${name}_FILE names a file that cannot be read: ${fileProblem(error)}`,
        `make ${file} readable`,
      );
    }
  };
  return {
    faults,
    get(name) {
      const known = values.get(name);
      if (known !== undefined) return known;
      const value = read(name);
      values.set(name, value);
      return value;
    },
    problemOf: (name) =>
      problems.get(name) ?? {
        problem: `environment variable ${name} is not set`,
        suggestion: `set ${name}, or ${name}_FILE to a file that holds it, or write \${${name}:-default}`,
      },
  };
}

/** `ENOENT: no such file or directory` without the path, which Node quotes in ways that differ between systems. */
export function fileProblem(error: unknown): string {
  return messageOf(error).split(', ')[0] ?? 'unreadable';
}

function own(variables: Variables, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
