import type { Dialogue } from '../console/dialogue.ts';
import type { Clock } from '../domain/clock.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Shown, SlackSurface } from '../domain/slack-surface.ts';
import type { ConsoleStore } from '../store/console-store.ts';

/**
 * An action that began in the console carries this mark where one from Slack has its trigger, its modal and its channel.
 * Slack's own never begin so, and what Slack sends is signed: nobody can put the mark there from outside.
 */
const mark = 'console:';

export function consoleTrigger(actionId: string): string {
  return `${mark}${actionId}`;
}

/** The channel of a click in the console: what is said there to one person goes to his dialogue. */
export function consoleChannel(actionId: string, slackChannel: string): string {
  return `${mark}${actionId}:${slackChannel}`;
}

/** The Slack channel id behind either kind. */
export function slackChannelOf(channel: string): string {
  return channel.startsWith(mark) ? channel.slice(channel.lastIndexOf(':') + 1) : channel;
}

/**
 * Slack's surface, but that modals and whispers of actions that began in the console are kept for it. The acting stages see
 * no difference: permissions, confirmations and the record are the same.
 */
export function consoleSurface(
  slack: SlackSurface,
  deps: { readonly store: Pick<ConsoleStore, 'getDialogue' | 'putDialogue'>; readonly clock: Clock },
): SlackSurface {
  async function keep(id: string, change: (known: Dialogue) => Dialogue): Promise<Shown> {
    const text = await deps.store.getDialogue(id);
    const known: Dialogue = text === null ? { view: null, said: [] } : (JSON.parse(text) as Dialogue);
    await deps.store.putDialogue({ id, now: deps.clock.now(), json: JSON.stringify(change(known)) });
    return { kind: 'shown', id: `${mark}${id}` };
  }

  function show(place: string, view: JsonObject): Promise<Shown> {
    return keep(idIn(place), (known) => ({ ...known, view }));
  }

  return {
    ...slack,
    openModal: (trigger, view) => (trigger.startsWith(mark) ? show(trigger, view) : slack.openModal(trigger, view)),
    updateModal: (viewId, view) => (viewId.startsWith(mark) ? show(viewId, view) : slack.updateModal(viewId, view)),
    whisper(to) {
      if (!to.channel.startsWith(mark)) return slack.whisper(to);
      return keep(idIn(to.channel), (known) => ({ ...known, said: [...known.said, to.text].slice(-10) }));
    },
  };
}

function idIn(place: string): string {
  return place.split(':')[1] ?? '';
}
