import { Message } from 'slack-blocks-to-jsx';
import 'slack-blocks-to-jsx/dist/style.css';
import { useMemo } from 'react';
import { useTheme } from '../state/theme.ts';
import { words } from '../words.ts';

type BlockList = Parameters<typeof Message>[0]['blocks'];

/** Draws Block Kit. It is most of the console's weight, so only `slack-message.tsx` loads it, when it has something to draw. */
export function SlackBlocks({ blocks }: { readonly blocks: readonly object[] }) {
  const { shown } = useTheme();
  const drawn = useMemo(() => drawable(blocks), [blocks]);
  return <Message blocks={drawn} logo="" name={words.product} theme={shown} withoutWrapper />;
}

/** The renderer takes `verbatim` for "no mark-up at all"; Slack means by it that nothing beyond the mark-up becomes a link. */
function drawable(blocks: readonly object[]): BlockList {
  return JSON.parse(JSON.stringify(blocks), (key, value: unknown) =>
    key === 'verbatim' ? undefined : value,
  ) as BlockList;
}
