import { type Check, exactlyOneOf, flag, list, number, object, type Shape, string } from './check.ts';
import { actionId, confirm, option, optionGroup, plainText } from './text-objects.ts';

const type = string();
const common: Shape = { action_id: actionId, confirm, focus_on_load: flag, placeholder: plainText(150) };
const many: Shape = { max_selected_items: number({ min: 1, whole: true }) };
const ids = list(string({ min: 1 }));
const respond: Shape = { response_url_enabled: flag };

const filter = object(
  {},
  {
    include: list(string({ oneOf: ['im', 'mpim', 'private', 'public'] }), { min: 1 }),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);

const choices: Shape = {
  options: list(option, { min: 1, max: 100 }),
  option_groups: list(optionGroup, { min: 1, max: 100 }),
};
const oneSource = exactlyOneOf('options', 'option_groups');
const query: Shape = { min_query_length: number({ min: 0, whole: true }) };
const current: Shape = { default_to_current_conversation: flag, filter };

export const selects: Readonly<Record<string, Check>> = {
  static_select: object({ type }, { ...common, ...choices, initial_option: option }, oneSource),
  external_select: object({ type }, { ...common, ...query, initial_option: option }),
  users_select: object({ type }, { ...common, initial_user: string({ min: 1 }) }),
  conversations_select: object(
    { type },
    { ...common, ...respond, ...current, initial_conversation: string({ min: 1 }) },
  ),
  channels_select: object({ type }, { ...common, ...respond, initial_channel: string({ min: 1 }) }),
};

export const multiSelects: Readonly<Record<string, Check>> = {
  multi_static_select: object({ type }, { ...common, ...many, ...choices, initial_options: list(option) }, oneSource),
  multi_external_select: object({ type }, { ...common, ...many, ...query, initial_options: list(option) }),
  multi_users_select: object({ type }, { ...common, ...many, initial_users: ids }),
  multi_conversations_select: object({ type }, { ...common, ...many, ...current, initial_conversations: ids }),
  multi_channels_select: object({ type }, { ...common, ...many, initial_channels: ids }),
};
