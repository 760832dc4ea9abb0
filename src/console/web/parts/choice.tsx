import type { Option } from './field.tsx';

/** One of a few, as buttons side by side. */
export function Choice({
  label,
  options,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(({ value, label: text }) => (
        <button
          type="button"
          key={value}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          className={`min-h-7 rounded-md px-2 text-sm font-medium ${value === chosen ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-sunken hover:text-text'}`}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
