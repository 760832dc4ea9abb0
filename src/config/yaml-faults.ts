import type { Document } from 'yaml';
import { unhide } from './placeholder.ts';
import type { Place, PlacedFault } from './source.ts';

const advice: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'keep one of them',
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'a configuration is one document: remove the line "---"',
  BAD_INDENT: 'check the indentation and the brackets above',
  MISSING_CHAR: 'check the quotes and brackets above',
  BLOCK_AS_IMPLICIT_KEY: 'put values that hold ": " in quotes',
  BAD_ALIAS: 'values that begin with * or & must be in quotes',
  UNEXPECTED_TOKEN: 'put values that hold special characters in quotes',
};

/** The parser's own complaints. After a syntax error the rest of its list is mostly echo, so only the first is told. */
export function yamlFaults(document: Document.Parsed, at: (offset: number) => Place): PlacedFault[] {
  const faults: PlacedFault[] = [];
  let syntaxTold = false;
  for (const error of document.errors) {
    const duplicate = error.code === 'DUPLICATE_KEY';
    if (!duplicate && syntaxTold) continue;
    syntaxTold ||= !duplicate;
    faults.push({
      code: duplicate ? 'duplicate_key' : 'yaml_syntax',
      path: [],
      message: duplicate ? 'this key is given twice' : plain(error.message),
      suggestion: advice[error.code] ?? null,
      place: at(error.pos[0]),
    });
  }
  return faults;
}

/** The parser quotes up to a line of the file, which may hold a secret: its messages are cut before what they quote. */
function plain(message: string): string {
  const text = unhide(message).split(/[\n:;"]/)[0] ?? '';
  return `not valid YAML: ${text.trim().replace(/^[A-Z]/, (letter) => letter.toLowerCase())}`;
}
