import type { Config } from '../config/config.ts';
import type { SubjectShowDeps } from '../console/subject-show.ts';
import type { CardAction } from '../domain/action.ts';
import { withoutActions } from '../domain/action-notes.ts';
import type { CardContent } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import { textAt } from '../domain/json.ts';
import type { Subject } from '../domain/subject.ts';
import { newestSnapshots } from '../interpret/advance.ts';
import { dashboardUrl } from '../interpret/dashboard-links.ts';
import type { Context } from '../interpret/family.ts';
import { renderCard } from '../render/card.ts';
import type { CompiledFields } from '../render/fields.ts';
import { phrasePlain } from '../render/phrase-text.ts';
import { redactCard, redactPhrase } from '../render/redact.ts';
import type { ChannelView } from '../render/view.ts';
import { contentOf } from './compose-message.ts';

export interface ShowDeps {
  readonly clock: Clock;
  readonly config: () => Pick<Config, 'channels' | 'publicUrl' | 'locale' | 'timezone'>;
  readonly fields: () => CompiledFields;
  readonly contextOf: (subject: Subject) => Promise<Context>;
  readonly actionsOf: ((subject: Subject, card: CardContent) => readonly CardAction[]) | null;
}

/** How a message looks in a channel now; null: as in a redacted one. */
export function viewOfChannel(name: string | null, deps: Pick<ShowDeps, 'clock' | 'config' | 'fields'>): ChannelView {
  const { channels, publicUrl, locale, timezone } = deps.config();
  const channel = name === null ? undefined : channels[name];
  return {
    privacy: channel?.privacy ?? 'redacted',
    allow: channel === undefined ? [] : [...channel.allow, `note.${channel.name}`],
    interactive: true,
    locale: channel?.locale ?? locale,
    timezone: channel?.timezone ?? timezone,
    now: Math.floor(deps.clock.now() / 1000),
    consoleUrl: publicUrl,
    mention: null,
    severity: 'normal',
    linkHosts: deps.fields().linkHosts,
  };
}

/** A subject with everything that the console shows of it, as the channel may read it. */
export function subjectShower(deps: ShowDeps): SubjectShowDeps['showSubject'] {
  return async (subject, channel) => {
    const view = viewOfChannel(channel, deps);
    const content = await contentOf(subject, deps);
    const card = redactCard(content, view);
    const actions = deps.actionsOf?.(subject, content) ?? [];
    return {
      message: renderCard(card, view, []),
      timeline: Object.values(subject.state.story)
        .toSorted((a, b) => a.at - b.at)
        .map(({ key, at, phrase }) => ({ key, at: at * 1000, text: phrasePlain(redactPhrase(phrase, view), view) })),
      objects: objectsOf(subject),
      links: card.links.map(({ label, url }) => ({ label, url })),
      actions: actions.map(({ verb, label, value }) => ({ verb, label, value })),
    };
  };
}

function objectsOf(subject: Subject) {
  const snapshots = newestSnapshots(withoutActions(subject.state));
  return [...snapshots].map(([id, { object, at, connect }]) => ({
    id,
    type: textAt(object, 'object') ?? 'object',
    status: textAt(object, 'status'),
    at,
    url: dashboardUrl(id, { livemode: subject.livemode, connectAccount: connect ?? null }),
  }));
}
