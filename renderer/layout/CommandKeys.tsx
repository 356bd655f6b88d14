import { t } from '../../core/messages';
import type { Command } from '../commands/command';
import { ariaKeys, keysText } from '../commands/keys';
import { keysOf, useOwnKeys } from '../commands/ownKeys';
import { commandsById } from '../commands/registry';
import { Kbd } from '../ui';

/** The first keys of a command, or of the one with this id, as they are now. */
function useKeys(of: Command | string): string | undefined {
  useOwnKeys();
  const command = typeof of === 'string' ? commandsById([of])[0] : of;
  return command && keysOf(command)[0];
}

/** The first keys of the command with this id now, for texts: "none" without any. */
export function keysInText(id: string): string {
  const [command] = commandsById([id]);
  const keys = command && keysOf(command)[0];
  return keys === undefined ? 'none' : keysText(keys);
}

/** Nothing for a command without keys. */
export function CommandKeys({ of }: { of: Command | string }) {
  const keys = useKeys(of);
  return keys === undefined ? null : <Kbd aria-hidden>{keysText(keys)}</Kbd>;
}

/** For the title and `aria-keyshortcuts` of a button that does what a command does. */
export function useKeyHint(of: Command | string): {
  withKeys(label: string): string;
  aria: string | undefined;
} {
  const keys = useKeys(of);
  return {
    withKeys: (label) => (keys === undefined ? label : t('shell.withKeys', { label, keys: keysText(keys) })),
    aria: keys === undefined ? undefined : ariaKeys(keys),
  };
}
