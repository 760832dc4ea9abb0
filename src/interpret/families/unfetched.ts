import type { StripeEvent } from '../../domain/event.ts';
import { say } from '../../domain/phrase.ts';
import type { Topic } from '../../domain/severity.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import { feelingOf } from '../event-feeling.ts';
import { eventName } from '../event-name.ts';
import type { Context, Meaning } from '../family.ts';
import { term } from '../naming/value.ts';
import { codeTerm, idTerm } from '../words/code-words.ts';
import { alertOf, baseType } from './meaning.ts';

/**
 * F20: a thin notification whose object could not be had. Told all the same, with what the notification itself names: the
 * type in words, and the related object's type and id.
 */
export function unfetched(event: StripeEvent, context: Context, kind: SubjectKind, topic: Topic): Meaning {
  const type = baseType(event.type);
  const feeling = feelingOf(type);
  const [what, id] = [codeTerm(event.related?.type ?? null), idTerm(event.related?.id ?? null)];
  const about = id === null ? [] : say` – ${what} ${id}`;
  return alertOf(event, context, {
    kind,
    code: `${type}.unfetched`,
    topic,
    severity: feeling.severity,
    tone: feeling.tone,
    opensCard: !feeling.quiet,
    change: { key: `event:${event.id}`, phrase: say`${term(eventName(type))}${about} (details could not be fetched)` },
  });
}
