import type { ComponentType } from 'react';
import type { Rules } from '../../../contract-rules.ts';
import { useAnswer } from '../../api/queries.ts';
import { PageHead } from '../../parts/panel.tsx';
import { Answer, Empty } from '../../parts/states.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { href, usePlace } from '../../state/router.ts';
import { useMayCall } from '../../state/session.tsx';
import { words } from '../../words.ts';
import { CardEditor } from './card-editor.tsx';
import { Playground } from './playground.tsx';
import { RouteTree } from './route-tree.tsx';
import { TimeMachine } from './time-machine.tsx';

const text = words.rules;

const parts: Readonly<Record<string, ComponentType<{ readonly rules: Rules }>>> = {
  tree: RouteTree,
  playground: Playground,
  machine: TimeMachine,
  cards: CardEditor,
};

/** `/rules` the tree · `/rules/playground`, `/rules/machine`, `/rules/cards` what tries changes. */
export function RulesPages() {
  const { segments } = usePlace();
  const current = segments[1] ?? 'tree';
  const Part = parts[current] ?? RouteTree;
  const asked = useAnswer('GET /api/rules', {}, { everyMs: 60_000 });
  const mayTry = useMayCall('POST /api/rules/playground');
  return (
    <>
      <PageHead title={text.title} about={text.about} />
      <Tabs
        label={text.title}
        current={current}
        tabs={Object.entries(text.tabs).map(([id, label]) => ({
          id,
          label,
          to: href(id === 'tree' ? ['rules'] : ['rules', id]),
        }))}
      />
      <Answer asked={asked} rows={10}>
        {(rules) =>
          current !== 'tree' && !mayTry ? (
            <Empty icon="lock" title={words.failed.forbidden} text={text.forbidden} />
          ) : (
            <Part rules={rules} />
          )
        }
      </Answer>
    </>
  );
}
