import type { ComponentType } from 'react';
import type { Setup, SetupStep } from '../../../contract-setup.ts';
import { useAnswer } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { LinkButton } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Facts, PageHead } from '../../parts/panel.tsx';
import { Answer, Empty } from '../../parts/states.tsx';
import { href } from '../../state/router.ts';
import { useMayCall } from '../../state/session.tsx';
import { words } from '../../words.ts';
import { ChannelStep, FinishStep, TestStep } from './last-steps.tsx';
import { SlackStep } from './slack-step.tsx';
import { EndpointStep, StripeStep } from './stripe-steps.tsx';

const text = words.setup;

const forms: Readonly<Record<SetupStep['id'], ComponentType<{ readonly setup: Setup }>>> = {
  stripe: StripeStep,
  endpoint: EndpointStep,
  slack: SlackStep,
  channel: ChannelStep,
  test: TestStep,
  finish: FinishStep,
};

/** From nothing to the first alert. What is done is kept by the service: whoever comes back goes on where it stopped. */
export function SetupPage() {
  const may = useMayCall('GET /api/setup');
  const asked = useAnswer('GET /api/setup', {}, { enabled: may });
  if (!may) return <Empty icon="lock" title={words.failed.forbidden} text={text.forbidden} />;
  return (
    <div className="mx-auto max-w-[46rem]">
      <PageHead title={text.title} about={asked.data?.open === false ? text.closed : text.about} />
      <Answer asked={asked} rows={12}>
        {(setup) => (
          <>
            <ol className="grid gap-3">
              {setup.steps.map((step, index) => (
                <Step key={step.id} step={step} number={index + 1} setup={setup} />
              ))}
            </ol>
            {setup.next === 'done' && <Finished setup={setup} />}
          </>
        )}
      </Answer>
    </div>
  );
}

/** The service begins with what was written; as soon as it answers, the way to it is open. */
function Finished({ setup }: { readonly setup: Setup }) {
  const me = useAnswer('GET /api/me', {}, { everyMs: 1_000 });
  const runs = me.data?.firstRun === false && me.error === null;
  return (
    <div className="mt-6 rounded-lg border border-line bg-accent-soft px-5 py-4">
      <p className="text-lg font-semibold">{text.done}</p>
      <p role="status" className="mb-3 text-muted">
        {runs ? text.doneText : text.starting}
      </p>
      {setup.written !== null && (
        <div className="mb-3">
          <Facts
            rows={[
              [text.finish.file, setup.written.file],
              [text.finish.secrets, setup.written.secretsFile],
            ]}
          />
        </div>
      )}
      {runs && (
        <LinkButton look="primary" to={href(['now'])}>
          {text.toNow}
        </LinkButton>
      )}
    </div>
  );
}

const feelings = { todo: 'neutral', done: 'good', failed: 'warn' } as const;

function Step({ step, number, setup }: { readonly step: SetupStep; readonly number: number; readonly setup: Setup }) {
  const current = setup.open && setup.next === step.id;
  const Form = forms[step.id];
  return (
    <li
      aria-current={current ? 'step' : undefined}
      className={`rounded-lg border bg-raised ${current ? 'border-accent' : 'border-line'}`}
    >
      <div className="flex items-start gap-3 px-4 py-3">
        <span
          aria-hidden="true"
          className={`mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full text-xs font-semibold ${step.state === 'done' ? 'bg-accent text-on-accent' : 'bg-sunken text-muted'}`}
        >
          {step.state === 'done' ? <Icon name="check" /> : number}
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{text.steps[step.id]}</h2>
          <p className="text-sm wrap-anywhere text-muted">{step.text}</p>
          {step.hint !== null && (current || step.state === 'failed') && (
            <p className={`text-sm wrap-anywhere ${step.state === 'failed' ? 'text-warn' : 'text-muted'}`}>
              {step.hint}
            </p>
          )}
        </div>
        <Badge feeling={feelings[step.state]}>{text.state[step.state]}</Badge>
      </div>
      {current && (
        <div className="border-t border-line px-4 py-4 pl-13 max-sm:pl-4">
          <Form setup={setup} />
        </div>
      )}
    </li>
  );
}
