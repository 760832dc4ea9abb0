/**
 * `${NAME}` and `$$` are hidden from the YAML parser by moving their characters into a private-use area, one for one:
 * braces would end a plain scalar inside `{ … }`, and positions must not shift. `expand` moves them back.
 */
const hiddenBase = 0xe000;

/** True for text that already holds characters that `hide` would make: it could forge a placeholder. */
export function holdsHidden(text: string): boolean {
  return /[\uE000-\uE07F]/.test(text);
}

export function hide(text: string): string {
  return text.replaceAll(/\$\$|\$\{[^}\n]*\}/g, (found) =>
    Array.from(found)
      .map((char) => {
        const code = char.codePointAt(0) ?? 0;
        return code < 0x80 ? String.fromCharCode(hiddenBase + code) : char;
      })
      .join(''),
  );
}

/** The text as it was written. */
export function unhide(text: string): string {
  return text.replaceAll(/[\uE000-\uE07F]/g, (char) => String.fromCharCode(char.charCodeAt(0) - hiddenBase));
}

export type Lookup = (
  name: string,
) => { readonly value: string } | { readonly problem: string; readonly suggestion: string };

export interface Expanded {
  readonly value: string;
  /** True where at least one variable was put in. */
  readonly substituted: boolean;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly suggestion: string | null }[];
}

/** Puts variables in: `${NAME}`, `${NAME:-default}` (unset or empty), `$$` for a dollar sign. */
export function expand(text: string, lookup: Lookup): Expanded {
  const problems: { code: string; message: string; suggestion: string | null }[] = [];
  let substituted = false;
  const value = text.replaceAll(/\uE024\uE024|\uE024\uE07B[^\uE07D]*\uE07D/g, (found) => {
    const written = unhide(found);
    if (written === '$$') return '$';
    const parts = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}$/.exec(written);
    if (parts?.[1] === undefined) {
      problems.push({
        code: 'bad_substitution',
        message: `${written} is no variable`,
        suggestion: `write \${NAME} or \${NAME:-default}; for a plain dollar sign write $$`,
      });
      return '';
    }
    substituted = true;
    const result = lookup(parts[1]);
    if ('value' in result && result.value !== '') return result.value;
    if (parts[2] !== undefined) return parts[2];
    problems.push({
      code: 'missing_variable',
      message: 'problem' in result ? result.problem : `environment variable ${parts[1]} is empty`,
      suggestion: 'problem' in result ? result.suggestion : `set ${parts[1]}, or write \${${parts[1]}:-default}`,
    });
    return '';
  });
  return { value, substituted, problems };
}
