import { type ComponentProps, type ReactNode, useId } from 'react';

export const control =
  'min-h-8 w-full rounded-md border border-control bg-raised px-2.5 py-1 text-sm text-text disabled:text-muted';

function Labelled({
  id,
  label,
  unseen,
  hint,
  fault,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly unseen: boolean;
  readonly hint?: ReactNode;
  readonly fault?: string | null | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={unseen ? 'sr-only' : 'mb-1 block text-sm font-medium'}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {fault && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {fault}
        </p>
      )}
    </div>
  );
}

interface Common {
  readonly label: string;
  /** For screen readers only: what stands above says it already. */
  readonly unseen?: boolean;
  readonly hint?: ReactNode;
  readonly fault?: string | null;
}

export function TextField({
  label,
  unseen = false,
  hint,
  fault,
  className = '',
  ...rest
}: Common & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} unseen={unseen} hint={hint} fault={fault}>
      <input
        id={id}
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        className={`${control} ${className}`}
      />
    </Labelled>
  );
}

export function AreaField({
  label,
  unseen = false,
  hint,
  fault,
  className = '',
  ...rest
}: Common & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} unseen={unseen} hint={hint} fault={fault}>
      <textarea id={id} spellCheck={false} {...rest} className={`${control} font-mono ${className}`} />
    </Labelled>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function SelectField({
  label,
  unseen = false,
  hint,
  options,
  ...rest
}: Common & ComponentProps<'select'> & { readonly options: readonly Option[] }) {
  const id = useId();
  return (
    <Labelled id={id} label={label} unseen={unseen} hint={hint}>
      <select id={id} {...rest} className={control}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
