import { useState } from 'react';
import { words } from '../words.ts';

/** An id that a click copies. */
export function Copied({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <button
      type="button"
      onClick={copy}
      onBlur={() => setCopied(false)}
      className="max-w-full rounded-sm text-left font-mono text-xs wrap-anywhere hover:text-accent"
      title={words.events.copy}
    >
      {text}
      <span role="status" className="ml-1.5 font-sans text-accent">
        {copied ? words.events.copied : ''}
      </span>
    </button>
  );
}
