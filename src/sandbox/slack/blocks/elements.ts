import { byType, type Check, exactlyOneOf, fault, flag, list, number, object, type Shape, string } from './check.ts';
import { richText } from './rich-text.ts';
import { multiSelects, selects } from './selects.ts';
import {
  actionId,
  confirm,
  imageUrl,
  overflowOption,
  plainText,
  richOption,
  slackFile,
  style,
  url,
} from './text-objects.ts';

const type = string();
const placeholder: Shape = { placeholder: plainText(150) };
const focus: Shape = { focus_on_load: flag };
const acting: Shape = { action_id: actionId, confirm };
const dispatch: Shape = {
  dispatch_action_config: object(
    {},
    { trigger_actions_on: list(string({ oneOf: ['on_enter_pressed', 'on_character_entered'] }), { min: 1 }) },
  ),
};
const label: Shape = { accessibility_label: string({ max: 75 }) };
const day = string({ pattern: /^\d{4}-\d{2}-\d{2}$/ });
const clockTime = string({ pattern: /^\d{2}:\d{2}$/ });

export const button = object(
  { type, text: plainText(75) },
  { ...acting, ...label, value: string({ max: 2000 }), url, style },
);

export const image = object(
  { type, alt_text: string({ min: 1, max: 2000 }) },
  { image_url: imageUrl, slack_file: slackFile },
  exactlyOneOf('image_url', 'slack_file'),
);

const pickers: Readonly<Record<string, Check>> = {
  datepicker: object({ type }, { ...acting, ...focus, ...placeholder, initial_date: day }),
  timepicker: object({ type }, { ...acting, ...focus, ...placeholder, initial_time: clockTime, timezone: string() }),
  datetimepicker: object(
    { type },
    {
      ...acting,
      ...focus,
      initial_date_time: number({ min: 1_000_000_000, max: 9_999_999_999, whole: true }),
    },
  ),
};

const choosers: Readonly<Record<string, Check>> = {
  checkboxes: object(
    { type, options: list(richOption, { min: 1, max: 10 }) },
    { ...acting, ...focus, initial_options: list(richOption, { min: 1 }) },
  ),
  radio_buttons: object(
    { type, options: list(richOption, { min: 1, max: 10 }) },
    { ...acting, ...focus, initial_option: richOption },
  ),
};

const overflow = object({ type, options: list(overflowOption, { min: 1, max: 5 }) }, acting);

const workflowButton = object(
  {
    type,
    text: plainText(75),
    workflow: object({
      trigger: object(
        { url: imageUrl },
        { customizable_input_parameters: list(object({ name: string({ min: 1 }), value: string() })) },
      ),
    }),
  },
  { ...acting, ...label, style },
);

const richTextInput = object(
  { type },
  {
    ...acting,
    ...dispatch,
    ...focus,
    ...placeholder,
    initial_value: byType({ rich_text: richText }),
    min_lines: number({ min: 1, whole: true }),
    max_lines: number({ min: 1, whole: true }),
  },
);

const typed: Shape = { action_id: actionId, ...dispatch, ...focus, ...placeholder };

const inputs: Readonly<Record<string, Check>> = {
  plain_text_input: object(
    { type },
    {
      ...typed,
      initial_value: string({ max: 3000 }),
      multiline: flag,
      min_length: number({ min: 0, max: 3000, whole: true }),
      max_length: number({ min: 1, max: 3000, whole: true }),
    },
    (value, pointer, report) => {
      const [min, max] = [value['min_length'], value['max_length']];
      if (typeof min === 'number' && typeof max === 'number' && min > max) {
        report(fault('invalid_value', '`min_length` must not be greater than `max_length`', pointer));
      }
    },
  ),
  number_input: object(
    { type, is_decimal_allowed: flag },
    { ...typed, initial_value: string(), min_value: string(), max_value: string() },
  ),
  email_text_input: object({ type }, { ...typed, initial_value: string() }),
  url_text_input: object({ type }, { ...typed, initial_value: string() }),
  file_input: object(
    { type },
    { action_id: actionId, filetypes: list(string({ min: 1 })), max_files: number({ min: 1, max: 10, whole: true }) },
  ),
};

export const actionsElement = byType({
  button,
  overflow,
  workflow_button: workflowButton,
  rich_text_input: richTextInput,
  ...pickers,
  ...choosers,
  ...selects,
  ...multiSelects,
});

export const accessory = byType({
  button,
  image,
  overflow,
  workflow_button: workflowButton,
  datepicker: pickers['datepicker'] ?? button,
  timepicker: pickers['timepicker'] ?? button,
  ...choosers,
  ...selects,
  ...multiSelects,
});

export const inputElement = byType({
  rich_text_input: richTextInput,
  ...inputs,
  ...pickers,
  ...choosers,
  ...selects,
  ...multiSelects,
});

const feedback = object({ text: plainText(75), value: string({ min: 1, max: 2000 }) }, label);

export const contextAction = byType({
  feedback_buttons: object({ type, positive_button: feedback, negative_button: feedback }, { action_id: actionId }),
  icon_button: object(
    { type, icon: string({ min: 1 }), text: plainText(75) },
    { ...acting, ...label, value: string({ max: 2000 }), visible_to_user_ids: list(string({ min: 1 })) },
  ),
});
