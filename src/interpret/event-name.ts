/** Parts of types that say where in Stripe's API something is, not what it is. */
const scaffolding = new Set(['v1', 'v2', 'core', 'test_helpers', 'money_management', 'radar', 'reporting', 'commerce']);

const spelled: Readonly<Record<string, string>> = {
  three: '3',
  id: 'ID',
  ids: 'IDs',
  sigma: 'Sigma',
  radar: 'Radar',
  topup: 'top-up',
  treasury: 'Treasury',
  terminal: 'Terminal',
};

/** Whole last steps that read better as a sentence. */
const verbs: Readonly<Record<string, string>> = {
  will_be_due: 'will be due soon',
  no_meter_found: 'reported usage for an unknown meter',
  error_report_triggered: 'reported errors in usage events',
  requires_input: 'needs input',
  requires_action: 'needs action',
  action_updated: 'action changed',
  ping: 'test message received',
  triggered: 'triggered',
  canceled: 'cancelled',
};

/** Longest names that Stripe gives its types stay well below it; a longer one is cut so that no headline breaks. */
const longest = 90;

/**
 * The name of an event type in plain words: `climate.order.delayed` → "Climate order delayed",
 * `v2.core.account[requirements].updated` → "Account requirements updated".
 */
export function eventName(type: string): string {
  const steps = type
    .slice(0, 200)
    .split(/[.[\]]+/)
    .filter((step) => step !== '' && !scaffolding.has(step));
  const words: string[] = [];
  steps.forEach((step, index) => {
    const last = index === steps.length - 1;
    const phrase = last && Object.hasOwn(verbs, step) ? (verbs[step] ?? step) : wordsOf(step);
    // `reporting.report_run`, `review.opened`: what the step before already said is not said again.
    const previous = words.at(-1);
    words.push(...phrase.split(' ').filter((word, at) => at !== 0 || word.toLowerCase() !== previous?.toLowerCase()));
  });
  const name = words.join(' ').replace(/\b3 d\b/i, '3D');
  const safe = name
    .replaceAll(/[^\w '-]/g, '')
    .trim()
    .slice(0, longest);
  return safe === '' ? 'Stripe event' : safe.slice(0, 1).toUpperCase() + safe.slice(1);
}

function wordsOf(step: string): string {
  return step
    .split('_')
    .filter((word) => word !== '')
    .map((word) => (Object.hasOwn(spelled, word) ? (spelled[word] ?? word) : word))
    .join(' ');
}
