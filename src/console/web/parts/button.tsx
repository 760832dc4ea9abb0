import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

const looks = {
  plain: 'border border-strong-line bg-raised hover:bg-sunken text-text',
  primary: 'border border-accent bg-accent text-on-accent hover:opacity-90',
  danger: 'border border-bad text-bad bg-raised hover:bg-bad-soft',
  bare: 'border border-transparent text-muted hover:text-text hover:bg-sunken',
} as const;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof looks;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

const shape =
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium whitespace-nowrap';

export function Button({ look = 'plain', icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`${shape} ${looks[look]} disabled:border-line disabled:bg-sunken disabled:text-muted disabled:opacity-100 ${className}`}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button with an icon only: `label` is its name. */
export function IconButton({
  icon,
  label,
  className = '',
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & { readonly icon: IconName; readonly label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text ${className}`}
    >
      <Icon name={icon} />
    </button>
  );
}

export function LinkButton({
  to,
  look = 'plain',
  icon,
  children,
  outside = false,
}: {
  readonly to: string;
  readonly look?: keyof typeof looks;
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly outside?: boolean;
}) {
  return (
    <a href={to} className={`${shape} ${looks[look]}`} {...(outside ? { target: '_blank', rel: 'noreferrer' } : {})}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </a>
  );
}
