import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlaygroundRequest, PlaygroundResult, PlaygroundSide, Rules } from '../../../contract-rules.ts';
import { call } from '../../api/request.ts';
import { moneyText } from '../../format/money.ts';
import { plainTerm } from '../../format/term.ts';
import { Badge } from '../../parts/badge.tsx';
import { Choice } from '../../parts/choice.tsx';
import { EventPicker } from '../../parts/event-picker.tsx';
import { AreaField } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SlackMessage } from '../../parts/slack-message.tsx';
import { Empty, Failed } from '../../parts/states.tsx';
import { useDraft } from '../../state/draft.ts';
import { setQuery, usePlace } from '../../state/router.ts';
import { useSettled } from '../../state/settled.ts';
import { words } from '../../words.ts';
import { DecisionPath } from '../events/decision-path.tsx';
import { DraftEditor, Faults } from './draft-editor.tsx';

const text = words.rules;

/** An event and a draft; beside them who would get which card, today and with the draft. */
export function Playground({ rules }: { readonly rules: Rules }) {
  const { query } = usePlace();
  const seq = Number(query.get('seq')) || null;
  const [how, setHow] = useState<'stored' | 'pasted'>('stored');
  const [pasted, setPasted] = useState('');
  const draft = useDraft();
  const event: PlaygroundRequest['event'] | null =
    how === 'stored' ? (seq === null ? null : { seq }) : pasted.trim() === '' ? null : { json: pasted };
  const settled = useSettled(event === null ? '' : JSON.stringify({ event, draft } satisfies PlaygroundRequest));
  const asked = useQuery<PlaygroundResult>({
    queryKey: ['playground', settled],
    queryFn: ({ signal }) =>
      call('POST /api/rules/playground', { body: JSON.parse(settled) as PlaygroundRequest, signal }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid min-w-0 gap-4">
        <Panel
          title={text.event}
          actions={
            <Choice
              label={text.event}
              chosen={how}
              onChoose={(value) => setHow(value === 'pasted' ? 'pasted' : 'stored')}
              options={[
                { value: 'stored', label: text.eventStored },
                { value: 'pasted', label: text.eventPasted },
              ]}
            />
          }
        >
          {how === 'stored' ? (
            <EventPicker seq={seq} onPick={(picked) => setQuery({ seq: picked === null ? null : String(picked) })} />
          ) : (
            <AreaField
              label={text.paste}
              hint={text.pasteHint}
              rows={8}
              value={pasted}
              onChange={(changed) => setPasted(changed.target.value)}
              className="text-xs"
            />
          )}
        </Panel>
        <Panel title={text.draft}>
          <DraftEditor rules={rules} />
          {asked.data !== undefined && <Faults faults={asked.data.faults} />}
        </Panel>
      </div>
      <div className="grid min-w-0 gap-4" aria-live="polite">
        {asked.error !== null && <Failed error={asked.error} />}
        {settled === '' ? (
          <Panel title={text.cards}>
            <Empty icon="rules" title={text.chooseTitle} text={text.choose} />
          </Panel>
        ) : (
          asked.data !== undefined && <Result result={asked.data} drafted={draft !== null} />
        )}
      </div>
    </div>
  );
}

function Result({ result, drafted }: { readonly result: PlaygroundResult; readonly drafted: boolean }) {
  const { alert, today, draft } = result;
  const same = drafted && draft !== null && JSON.stringify(draft) === JSON.stringify(today);
  return (
    <>
      <Panel title={text.means}>
        {alert === null ? (
          <p>
            {text.meansNothing}
            {result.note !== null && <span className="text-muted"> · {result.note}</span>}
          </p>
        ) : (
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{plainTerm(alert.code)}</span>
            <Badge>{alert.topic}</Badge>
            <Badge feeling={alert.severity === 'critical' ? 'bad' : alert.severity === 'high' ? 'warn' : 'neutral'}>
              {alert.severity}
            </Badge>
            {alert.amount !== null && <span className="tabular-nums">{moneyText(alert.amount)}</span>}
          </p>
        )}
      </Panel>
      {drafted && draft !== null && <Side title={text.withDraft} side={draft} note={same ? text.same : undefined} />}
      {today !== null && <Side title={text.today} side={today} />}
    </>
  );
}

function Side({
  title,
  side,
  note,
}: {
  readonly title: string;
  readonly side: PlaygroundSide;
  readonly note?: string | undefined;
}) {
  return (
    <Panel title={title} note={note}>
      <div className="grid gap-4">
        {side.cards.length === 0 ? (
          <p className="font-medium">{text.cardsNone}</p>
        ) : (
          <ul className="grid gap-3">
            {side.cards.map((card) => (
              <li key={`${card.channel} ${card.route}`} className="rounded-md border border-line p-3">
                <p className="mb-2 flex flex-wrap items-center gap-2 text-sm">
                  <span className="font-medium">#{card.channel}</span>
                  <span className="text-muted">{card.when}</span>
                  <span className="ml-auto text-muted">{card.route}</span>
                </p>
                <SlackMessage message={card.message} at={null} />
              </li>
            ))}
          </ul>
        )}
        <DecisionPath decision={side.decision} />
      </div>
    </Panel>
  );
}
