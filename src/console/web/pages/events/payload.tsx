import { useState } from 'react';
import { useAnswer } from '../../api/queries.ts';
import { countText } from '../../format/money.ts';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { words } from '../../words.ts';

const text = words.events;

/** The body as Stripe sent it: decrypted only when a person who may asks for it, and each look is on record. */
export function Payload({ seq, allowed }: { readonly seq: number; readonly allowed: boolean }) {
  const [shown, setShown] = useState(false);
  const asked = useAnswer('GET /api/events/:seq/payload', { path: { seq } }, { enabled: shown, once: true });
  return (
    <Panel
      title={text.payload}
      actions={
        allowed ? (
          <Button icon="lock" onClick={() => setShown(!shown)} aria-expanded={shown}>
            {shown ? text.payloadHide : text.payloadShow}
          </Button>
        ) : undefined
      }
    >
      {!shown && <p className="text-muted">{allowed ? text.payloadAbout : text.payloadForbidden}</p>}
      {shown && (
        <Answer asked={asked}>
          {(payload) =>
            payload.text === null ? (
              <p className="text-muted">{text.payloadGone}</p>
            ) : (
              <>
                <pre
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
                  tabIndex={0}
                  className="max-h-[32rem] overflow-auto rounded-md bg-sunken p-3 font-mono text-xs"
                >
                  {indented(payload.text)}
                </pre>
                <p className="mt-1 text-xs text-muted">{text.bytes(countText(payload.bytes))}</p>
              </>
            )
          }
        </Answer>
      )}
    </Panel>
  );
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
