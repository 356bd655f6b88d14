import { token } from './theme/tokens';

/** A path straight down, and the shortcut around its layer. */
export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M7 1v18" stroke={token('text')} strokeWidth="1.8" strokeLinecap="round" />
      <path d="M7 3.6h3.2a6.4 6.4 0 0 1 0 12.8H7" fill="none" stroke={token('shortcut')} strokeWidth="2" />
      <circle cx="7" cy="10" r="2.6" fill={token('text')} />
    </svg>
  );
}
