import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CardPreview, Rules } from '../../../contract-rules.ts';
import { useAnswer } from '../../api/queries.ts';
import { call } from '../../api/request.ts';
import { Button } from '../../parts/button.tsx';
import { EventPicker } from '../../parts/event-picker.tsx';
import { AreaField, SelectField, TextField } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SlackMessage } from '../../parts/slack-message.tsx';
import { Answer, Empty, Failed } from '../../parts/states.tsx';
import { setQuery, usePlace } from '../../state/router.ts';
import { useSettled } from '../../state/settled.ts';
import { words } from '../../words.ts';
import { Faults } from './draft-editor.tsx';

const text = words.rules.editor;

/** A card's YAML, the fields that it may name, and what the channel would get, at once. */
export function CardEditor({ rules }: { readonly rules: Rules }) {
  const { query } = usePlace();
  const seq = Number(query.get('seq')) || null;
  const channel = query.get('channel') ?? rules.channels[0] ?? '';
  const [card, setCard] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (path: string) => {
    const element = area.current;
    const [from, to] = [element?.selectionStart ?? card.length, element?.selectionEnd ?? card.length];
    setCard(`${card.slice(0, from)}{{ ${path} }}${card.slice(to)}`);
    element?.focus();
  };
  return (
    <>
      <p className="mb-4 text-muted">{text.about}</p>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <Panel title={words.rules.event}>
            <div className="grid gap-3">
              <EventPicker
                seq={seq}
                shownOnly
                onPick={(picked) => setQuery({ seq: picked === null ? null : String(picked) })}
              />
              <SelectField
                label={text.channel}
                value={channel}
                options={rules.channels.map((name) => ({ value: name, label: `#${name}` }))}
                onChange={(event) => setQuery({ channel: event.target.value })}
              />
            </div>
          </Panel>
          <Panel title={text.yaml}>
            <AreaField
              ref={area}
              label={text.yaml}
              unseen
              hint={text.yamlHint}
              rows={12}
              wrap="off"
              value={card}
              onChange={(event) => setCard(event.target.value)}
              className="text-xs leading-5"
            />
            <div className="mt-2 flex gap-2">
              <Button disabled={card !== ''} onClick={() => setCard(text.example)}>
                {text.start}
              </Button>
              <Button disabled={card === ''} onClick={() => void navigator.clipboard?.writeText(card)}>
                {text.copy}
              </Button>
            </div>
          </Panel>
        </div>
        <div className="grid min-w-0 gap-4">
          <Preview seq={seq} channel={channel} card={card} />
          {seq !== null && <FieldPicker seq={seq} onPick={insert} />}
        </div>
      </div>
    </>
  );
}

function Preview({
  seq,
  channel,
  card,
}: {
  readonly seq: number | null;
  readonly channel: string;
  readonly card: string;
}) {
  const settled = useSettled(card);
  const asked = useQuery<CardPreview>({
    queryKey: ['card-preview', seq, channel, settled],
    queryFn: ({ signal }) =>
      call('POST /api/rules/card-preview', {
        body: { seq: seq ?? 0, channel, card: settled.trim() === '' ? null : settled },
        signal,
      }),
    enabled: seq !== null && channel !== '',
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  return (
    <Panel title={text.preview} note={text.previewIn(channel)}>
      <div aria-live="polite" className="min-h-40">
        {seq === null ? (
          <Empty icon="subjects" title={words.rules.event} text={text.about} />
        ) : asked.error !== null ? (
          <Failed error={asked.error} />
        ) : asked.data === undefined ? null : (
          <>
            {asked.data.message === null ? (
              asked.data.faults.length === 0 && <p className="text-muted">{text.none}</p>
            ) : (
              <SlackMessage message={asked.data.message} at={null} />
            )}
            <Faults faults={asked.data.faults} />
          </>
        )}
      </div>
    </Panel>
  );
}

function FieldPicker({ seq, onPick }: { readonly seq: number; readonly onPick: (path: string) => void }) {
  const [sought, setSought] = useState('');
  const event = useAnswer('GET /api/events/:seq', { path: { seq } });
  const kind = event.data?.subject?.kind ?? '';
  const asked = useAnswer('GET /api/rules/paths', { query: { kind, seq: String(seq) } }, { enabled: kind !== '' });
  return (
    <Panel title={text.picker} note={text.pickerHint} flush>
      <div className="border-b border-line p-3">
        <TextField label={text.filter} value={sought} onChange={(change) => setSought(change.target.value)} />
      </div>
      <Answer asked={asked}>
        {({ paths }) => {
          const found = paths.filter(({ path }) => path.includes(sought.trim())).slice(0, 200);
          return (
            <ul className="max-h-80 overflow-y-auto">
              {found.map((one) => (
                <li key={one.path} className="border-b border-line last:border-0">
                  <button
                    type="button"
                    onClick={() => onPick(one.path)}
                    className="flex w-full items-baseline gap-3 px-4 py-1.5 text-left text-sm hover:bg-sunken"
                  >
                    <code className="min-w-0 truncate font-mono text-xs">{one.path}</code>
                    <span className="ml-auto max-w-[45%] shrink-0 truncate text-muted">{one.example ?? one.type}</span>
                  </button>
                </li>
              ))}
              {found.length === 0 && <li className="p-4 text-muted">{text.noPath}</li>}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}
