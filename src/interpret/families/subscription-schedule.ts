import { isObject, type JsonObject, listAt, numberAt, textAt } from '../../domain/json.ts';
import { say } from '../../domain/phrase.ts';
import { dateValue } from '../naming/value.ts';
import type { Happening } from '../subscription-happenings.ts';

/** What a `subscription_schedule.*` event says; null for what the subscription itself tells. `verb` is the type's last step. */
export function scheduleHappening(verb: string, schedule: JsonObject): Happening | null {
  const news = (code: string, parts: Omit<Happening, 'code'>): Happening => ({
    code: `subscription.schedule_${code}`,
    ...parts,
  });
  switch (verb) {
    case 'created': {
      const starts = dateValue(startsAt(schedule), 'date');
      const waits = textAt(schedule, 'status') === 'not_started';
      if (!waits) {
        const phrase = say`Later phases were scheduled`;
        return news('created', { tone: 'neutral', severity: 'low', opensCard: false, phrase });
      }
      const phrase = starts === null ? say`Subscription scheduled` : say`Subscription scheduled to start on ${starts}`;
      return news('created', { tone: 'neutral', severity: 'normal', opensCard: true, phrase });
    }
    case 'expiring': {
      const end = dateValue(endOf(schedule), 'left');
      const cancels = textAt(schedule, 'end_behavior') === 'cancel';
      const when = end === null ? say`soon` : say`on ${end}`;
      const phrase = cancels ? say`Schedule ends ${when}, and the subscription with it` : say`Schedule ends ${when}`;
      const severity = cancels ? 'high' : 'low';
      return news('expiring', { tone: cancels ? 'warning' : 'neutral', severity, opensCard: cancels, phrase });
    }
    case 'aborted': {
      const phrase = say`Schedule ended early: the subscription was cancelled over an unpaid invoice`;
      return news('aborted', { tone: 'bad', severity: 'high', opensCard: true, phrase });
    }
    case 'canceled':
      return news('canceled', {
        tone: 'warning',
        severity: 'normal',
        opensCard: true,
        phrase: say`Schedule cancelled, and any subscription with it`,
      });
    case 'completed':
      return news('completed', {
        tone: 'neutral',
        severity: 'low',
        opensCard: false,
        phrase: say`All scheduled phases are over`,
      });
    case 'released':
      return news('released', {
        tone: 'neutral',
        severity: 'low',
        opensCard: false,
        phrase: say`Schedule released: the subscription goes on as it is`,
      });
    default:
      return null;
  }
}

function startsAt(schedule: JsonObject): number | null {
  const [first] = listAt(schedule, 'phases');
  return numberAt(schedule, 'current_phase.start_date') ?? numberAt(first, 'start_date');
}

function endOf(schedule: JsonObject): number | null {
  const last = listAt(schedule, 'phases').findLast((phase) => isObject(phase));
  return numberAt(last, 'end_date') ?? numberAt(schedule, 'current_phase.end_date');
}
