import type { Build } from './build.ts';
import { eventTypes } from './event-types.ts';
import type { Path } from './fault.ts';
import { shown } from './shown.ts';
import { nearest } from './suggest.ts';

const known: readonly string[] = eventTypes;
const families = new Set(known.flatMap((type) => prefixes(type)));

/**
 * An event type of a route, or a family (`charge.dispute.*`). What looks like a slip is a fault; what Stripe may have added
 * since this version is let through with a warning, as are thin types (`v1.…`, `v2.…`).
 */
export function checkEventType(build: Build, value: string, path: Path): void {
  if (value === '*' || value.startsWith('v2.')) return;
  const type = value.startsWith('v1.') ? value.slice(3) : value;
  const family = type.endsWith('.*') ? type.slice(0, -2) : null;
  if (family === null ? known.includes(type) : families.has(family)) return;
  if (family === null && families.has(type)) {
    const suggestion = `write "${value}.*" for the whole family`;
    build.fault({ code: 'unknown_event', path, message: `${shown(value)} is a family of event types`, suggestion });
    return;
  }
  const near = nearest(family ?? type, family === null ? known : families);
  const draft = { code: 'unknown_event', path, message: `there is no event type ${shown(value)}` };
  if (near !== null) {
    build.fault({ ...draft, suggestion: `did you mean "${family === null ? near : `${near}.*`}"?` });
    return;
  }
  build.warn({
    ...draft,
    message: `${draft.message} that this version of Tillbell knows`,
    suggestion: 'it will match once Stripe sends it; look for a typing error otherwise',
  });
}

function prefixes(type: string): string[] {
  const steps = type.split('.');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('.'));
}
