import { RE2JS } from 're2js';

export interface Pattern {
  /** True where any part of the text matches. */
  test(text: string): boolean;
}

/** With these a search takes at most some 10 ms: RE2 needs a step for each instruction and character. */
const maxPatternLength = 200;
const maxInstructions = 500;

/** Compiles an RE2 pattern: no backtracking, hence no look-around and no back references. */
export function compilePattern(
  source: string,
): { ok: true; pattern: Pattern } | { ok: false; message: string; suggestion: string | null } {
  if (source.length > maxPatternLength) {
    return { ok: false, message: `the pattern is longer than ${maxPatternLength} characters`, suggestion: null };
  }
  try {
    const compiled = RE2JS.compile(source);
    if (compiled.programSize() > maxInstructions) {
      return { ok: false, message: 'the pattern repeats too much', suggestion: 'use smaller repeat counts' };
    }
    return { ok: true, pattern: { test: (text) => compiled.matcher(text).find() } };
  } catch (error) {
    const what = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read';
    const suggestion = /Perl syntax|escape sequence/.test(what)
      ? 'RE2 has no look-around and no back references'
      : null;
    return { ok: false, message: `not a regular expression of RE2: ${what}`, suggestion };
  }
}
