import { useEffect, useRef, useState } from 'react';
import { setQuery, usePlace } from '../state/router.ts';
import { type Option, SelectField, TextField } from './field.tsx';

const settleMs = 250;

interface Common {
  /** Name of the parameter in the address. */
  readonly name: string;
  readonly label: string;
}

/** A field whose value stands in the address. What is typed shows at once, and moves there when the hand rests. */
export function QueryText({
  name,
  label,
  placeholder,
  type = 'text',
  fault = null,
}: Common & { readonly placeholder?: string; readonly type?: string; readonly fault?: string | null }) {
  const { query } = usePlace();
  const outside = query.get(name) ?? '';
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(outside);
  const sent = useRef(outside);
  useEffect(() => {
    // Changed elsewhere: cleared, or the reader went back.
    if (outside === sent.current) return;
    sent.current = outside;
    setTyped(outside);
  }, [outside]);
  useEffect(() => {
    if (typed === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      setQuery({ [name]: typed.trim() || null });
    }, settleMs);
    return () => clearTimeout(timer);
  }, [typed, name]);
  useEffect(() => {
    if (type !== 'search' || query.get('focus') === null) return;
    input.current?.focus();
    setQuery({ focus: null });
  }, [type, query]);
  return (
    <TextField
      ref={input}
      label={label}
      type={type}
      value={typed}
      fault={fault}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

export function QuerySelect({
  name,
  label,
  any,
  options,
}: Common & { readonly any: string; readonly options: readonly Option[] }) {
  const { query } = usePlace();
  return (
    <SelectField
      label={label}
      value={query.get(name) ?? ''}
      options={[{ value: '', label: any }, ...options]}
      onChange={(event) => setQuery({ [name]: event.target.value || null })}
    />
  );
}
