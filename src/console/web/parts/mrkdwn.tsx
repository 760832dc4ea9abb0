import { SlackContent } from './slack-message.tsx';

/** One line of Slack's mark-up. */
export function Mrkdwn({ text }: { readonly text: string }) {
  return (
    <SlackContent message={{ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }], color: null }} />
  );
}
