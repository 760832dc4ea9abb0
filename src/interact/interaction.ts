import type { SeenChange } from '../domain/synced-field.ts';

/** What a person did in Slack, reduced to what is used. Everything in it is Slack's word at best: ids are looked up again. */
export type Interaction =
  | {
      readonly kind: 'click';
      readonly user: string;
      readonly actionId: string;
      readonly value: string;
      readonly channel: string;
      readonly messageTs: string;
      readonly triggerId: string;
      readonly responseUrl: string;
    }
  | {
      readonly kind: 'submission';
      readonly user: string;
      /** callback_id: the step of the dialogue. */
      readonly step: string;
      readonly viewId: string;
      /** private_metadata: the action that the modal belongs to. */
      readonly actionId: string;
      /** By block id: text, option, or user id. */
      readonly values: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'command';
      readonly user: string;
      readonly channel: string;
      readonly text: string;
      readonly responseUrl: string;
    }
  | { readonly kind: 'home'; readonly user: string }
  /** Stripe said that an object with mapped fields was changed; made by us when its event was interpreted. */
  | ({ readonly kind: 'sync'; readonly user: 'stripe' } & SeenChange)
  /** Slack says that the app was uninstalled, or that its tokens were revoked. */
  | { readonly kind: 'access'; readonly user: string }
  /** Somebody wrote links of a domain that the app unfurls. */
  | {
      readonly kind: 'links';
      readonly user: string;
      /** A channel's id; `COMPOSER` while the message is being written. */
      readonly channel: string;
      readonly messageTs: string;
      readonly unfurlId: string;
      readonly source: string;
      readonly urls: readonly string[];
    };

export type Click = Extract<Interaction, { kind: 'click' }>;
export type Submission = Extract<Interaction, { kind: 'submission' }>;
export type Seen = Extract<Interaction, { kind: 'sync' }>;
export type SharedLinks = Extract<Interaction, { kind: 'links' }>;
export type Command = Extract<Interaction, { kind: 'command' }>;
