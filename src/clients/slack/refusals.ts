import type { Outcome } from '../../domain/delivery.ts';

type Kind = Exclude<Outcome['kind'], 'sent'>;

/** What each of Slack's error codes means for a message. Sources: the methods' error tables on docs.slack.dev. */
const kinds: Readonly<Record<Kind, readonly string[]>> = {
  retry: ['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout', 'team_added_to_org', 'rollup_error'],
  ambiguous: ['internal_error', 'fatal_error'],
  park: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'channel_is_archived',
    'is_inactive',
    'no_permission',
    'ekm_access_denied',
    'message_limit_exceeded',
    'action_prohibited',
    'posting_to_general_channel_denied',
    'user_not_found',
    'cannot_dm_bot',
    'messages_tab_disabled',
    'method_not_supported_for_channel_type',
    'slack_connect_canvas_sharing_blocked',
    'team_not_found',
  ],
  'stop-workspace': [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'not_installed',
    'missing_scope',
    'accesslimited',
    'access_denied',
    'not_allowed_token_type',
    'org_login_required',
    'two_factor_setup_required',
    'team_access_not_granted',
    'enterprise_is_restricted',
    'team_disabled',
    'invalid_token',
    'no_service',
    'no_service_id',
    'no_team',
    'no_active_hooks',
  ],
  degrade: [
    'msg_blocks_too_long',
    'msg_too_long',
    'invalid_attachments',
    'too_many_attachments',
    'too_many_contact_cards',
    'cannot_parse_attachment',
    'metadata_too_large',
    'metadata_must_be_sent_from_app',
    'no_text',
    'markdown_text_conflict',
    'invalid_payload',
  ],
  gone: [
    'message_not_found',
    'edit_window_closed',
    'cant_update_message',
    'cant_delete_message',
    'cannot_reply_to_message',
    'thread_not_found',
    'invalid_thread_ts',
  ],
  dead: [
    'unknown_method',
    'method_deprecated',
    'deprecated_endpoint',
    'invalid_arguments',
    'invalid_arg_name',
    'invalid_array_arg',
    'invalid_charset',
    'invalid_form_data',
    'invalid_post_type',
    'missing_post_type',
    'invalid_json',
    'json_not_object',
    'as_user_not_supported',
  ],
};

const families: readonly (readonly [prefix: string, kind: Kind])[] = [
  ['restricted_action', 'park'],
  ['invalid_blocks', 'degrade'],
  ['invalid_metadata', 'degrade'],
];

const byCode = new Map<string, Kind>(
  Object.entries(kinds).flatMap(([kind, codes]) => codes.map((code) => [code, kind as Kind] as const)),
);

/**
 * The class of a refusal by its code. A code that is not known is Slack's no to this message, so it was not delivered:
 * it is said once more in the simplest form, and if that is refused too it becomes a dead letter that a person sees.
 */
export function kindOfRefusal(code: string): Kind {
  return byCode.get(code) ?? families.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'degrade';
}

const sentences: Readonly<Record<string, string>> = {
  ratelimited: 'Slack asks to send more slowly.',
  rate_limited: 'Slack asks to send more slowly.',
  channel_not_found: 'Slack knows no such channel, or it is private and the app is not in it: invite the app.',
  not_in_channel: 'The app is not in this channel: invite it with /invite.',
  is_archived: 'The channel is archived.',
  channel_is_archived: 'The channel is archived.',
  invalid_auth: 'Slack does not accept the token.',
  token_revoked: 'The token was revoked: install the app again.',
  token_expired: 'The token has expired.',
  not_installed: 'Tillbell is not installed in Slack: open /slack/install.',
  account_inactive: 'The workspace or the account behind the token is inactive.',
  missing_scope: 'The token lacks a scope.',
  invalid_token: 'Slack does not accept this webhook any more.',
  no_service: 'The webhook was removed or switched off.',
  internal_error: 'Slack failed inside; whether the message arrived is not known.',
  fatal_error: 'Slack failed inside; whether the message arrived is not known.',
  message_not_found: 'The message is gone.',
  edit_window_closed: 'The workspace does not let messages of this age be edited.',
};

/** One plain sentence for a code. */
export function sentenceFor(code: string): string {
  return sentences[code] ?? `Slack refused the message (${code}).`;
}
