import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DraftFault, Rules, RulesDiff } from '../../../contract-rules.ts';
import { call } from '../../api/request.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { download } from '../../parts/download.ts';
import { AreaField } from '../../parts/field.tsx';
import { Failed } from '../../parts/states.tsx';
import { setDraft, useDraft } from '../../state/draft.ts';
import { words } from '../../words.ts';

const text = words.rules;

/** The draft of the rules, one for playground and time machine; it is saved as a file or a diff, never into the service. */
export function DraftEditor({ rules, rows = 22 }: { readonly rules: Rules; readonly rows?: number }) {
  const draft = useDraft();
  const [showDiff, setShowDiff] = useState(false);
  const changed = draft !== null && draft !== rules.draft;
  return (
    <div>
      <AreaField
        label={text.draft}
        unseen
        hint={text.draftHint}
        rows={rows}
        wrap="off"
        value={draft ?? rules.draft}
        onChange={(event) => setDraft(event.target.value === rules.draft ? null : event.target.value)}
        className="text-xs leading-5"
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button disabled={!changed} onClick={() => setShowDiff(true)}>
          {text.diff}
        </Button>
        <Button onClick={() => download('tillbell.draft.yaml', draft ?? rules.draft)}>{text.save}</Button>
        <Button look="bare" disabled={!changed} onClick={() => setDraft(null)}>
          {text.draftReset}
        </Button>
        <span className="text-sm text-muted">{changed ? text.draftChanged : text.draftSame}</span>
      </div>
      {showDiff && draft !== null && <DiffDialog draft={draft} onClose={() => setShowDiff(false)} />}
    </div>
  );
}

function DiffDialog({ draft, onClose }: { readonly draft: string; readonly onClose: () => void }) {
  const { data, error } = useQuery<RulesDiff>({
    queryKey: ['diff', draft],
    queryFn: ({ signal }) => call('POST /api/rules/diff', { body: { draft }, signal }),
    refetchOnWindowFocus: false,
  });
  return (
    <Dialog title={text.diffTitle} onClose={onClose} wide>
      {error !== null && <Failed error={error} />}
      {data !== undefined && (
        <>
          {data.diff === '' ? <p className="text-muted">{text.diffNone}</p> : <DiffText diff={data.diff} />}
          <Faults faults={data.faults} />
          <div className="mt-4 flex justify-end">
            <Button disabled={data.diff === ''} onClick={() => download('tillbell.rules.diff', data.diff)}>
              {text.diffSave}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function lookOf(line: string): string {
  if (line.startsWith('+')) return 'bg-good-soft text-good';
  if (line.startsWith('-')) return 'bg-bad-soft text-bad';
  return line.startsWith('@@') ? 'text-info' : '';
}

function DiffText({ diff }: { readonly diff: string }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className="max-h-[50dvh] overflow-auto rounded-md border border-line py-2 font-mono text-xs leading-5"
    >
      {diff.split('\n').map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, which never change places
        <span key={index} className={`block min-w-fit px-3 ${lookOf(line)}`}>
          {line || ' '}
        </span>
      ))}
    </pre>
  );
}

/** What is wrong with a draft, where, and what would be right. */
export function Faults({ faults }: { readonly faults: readonly DraftFault[] }) {
  if (faults.length === 0) return null;
  return (
    <div className="mt-3 rounded-md border border-line">
      <ul>
        {faults.map((fault) => (
          <li
            key={`${fault.path} ${fault.line} ${fault.message}`}
            className="border-b border-line px-3 py-2 text-sm last:border-0"
          >
            <p>
              <Badge feeling={fault.level === 'fault' ? 'bad' : 'warn'}>{text.level[fault.level]}</Badge>{' '}
              {fault.line !== null && (
                <span className="text-muted tabular-nums">{text.place(fault.line, fault.column)} </span>
              )}
              {fault.message}
            </p>
            {fault.suggestion !== null && <p className="text-muted">{text.suggestion(fault.suggestion)}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}
