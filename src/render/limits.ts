/**
 * Slack's limits, in UTF-16 units unless said otherwise. No source says whether Slack counts code points or UTF-16 units;
 * a string never has more code points than units, so staying under by units is staying under by both.
 * Sources: doc comments of @slack/types 3.2.0 and the validators of python-slack-sdk, where not named.
 */
export const limits = {
  blocks: 50,
  /** Of all blocks as JSON. Undocumented: Slack answers `msg_blocks_too_long` from 13,172 on (slackapi/bolt-js#2509). */
  blocksJson: 13_000,
  /** Slack truncates at 40,000 by itself; its docs advise 4,000. */
  text: 4_000,
  sectionText: 3_000,
  sectionFields: 10,
  fieldText: 2_000,
  headerText: 150,
  contextElements: 10,
  /** A mrkdwn object in a context block has the general limit of a text object. */
  contextText: 3_000,
  actionsElements: 25,
  buttonText: 75,
  /** Also of image URLs; we apply it to links in text as well, where no limit is documented. */
  url: 3_000,
  blockId: 255,
} as const;
