export function Bell({ className = 'size-6' }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={`shrink-0 ${className}`} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b6e4f" />
      <path d="M16 7a6.5 6.5 0 0 0-6.5 6.5V19L8 21.5h16L22.5 19v-5.5A6.5 6.5 0 0 0 16 7Z" fill="#fff" />
      <path d="M13.5 23.5a2.6 2.6 0 0 0 5 0Z" fill="#fff" />
    </svg>
  );
}
