/** One thing that is wrong with a configuration, where it stands, and what would be right. Never holds a secret. */
export interface ConfigFault {
  /** The file as it was named; `environment` for variables; null where there is neither. */
  readonly file: string | null;
  /** One-based; null for the environment. */
  readonly line: number | null;
  readonly column: number | null;
  /** In the file's own words: `routes[1].topics[0]`, or the variable's name. */
  readonly path: string;
  readonly message: string;
  readonly suggestion: string | null;
  /** Stable, for scripts and tests. */
  readonly code: string;
}

/** A fault before its place is known; the path is resolved by the source it came from. */
export interface FaultDraft {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string | null;
  /** Characters into the value. */
  readonly offset?: number | null;
  /** Name of an environment variable, where that is what is wrong instead of a place in the file. */
  readonly variable?: string;
}

export type Path = readonly (string | number)[];

/** `['routes', 1, 'metadata', 'order-id']` → `routes[1].metadata["order-id"]`. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** `tillbell.yaml:12:5: routes[1].topics[0]: "paymets" is not a topic (did you mean "payments"?)`, without line ends. */
export function formatFault(fault: ConfigFault): string {
  const place = [fault.file, fault.line, fault.column].filter((part) => part !== null).join(':');
  const hint = fault.suggestion === null ? '' : ` (${fault.suggestion})`;
  const subject = fault.path === '' ? '' : `${fault.path}: `;
  return `${place === '' ? '' : `${place}: `}${subject}${fault.message}${hint}`.replaceAll(/[\r\n]+/g, ' ');
}

/** In the order of the file; the environment's last. */
export function inOrder(faults: readonly ConfigFault[]): ConfigFault[] {
  const place = (fault: ConfigFault): number =>
    fault.line === null ? Number.MAX_SAFE_INTEGER : fault.line * 100_000 + (fault.column ?? 0);
  return [...faults].sort((a, b) => place(a) - place(b));
}
