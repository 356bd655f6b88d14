/** Shortcuts that a person changed. The host keeps only these; every other command has the keys of the registry. */
import { create } from 'zustand';
import { own } from '../../core/basics/own-property';
import { keep } from '../state/kept/keep';
import type { Command } from './command';
import { sameKeys } from './keys';

interface OwnKeys {
  /** By id of a command; `null` for one that has its usual keys again. */
  changed: Readonly<Record<string, readonly string[] | null>>;
}

export const useOwnKeys = create<OwnKeys>(() => ({ changed: {} }));

keep(useOwnKeys, {
  concern: 'shortcuts',
  anyName: true,
  live: true,
  values: ({ changed }) =>
    Object.fromEntries(Object.entries(changed).map(([id, keys]) => [id, keys && [...keys]])),
  change: (values, { changed }) => ({ changed: { ...changed, ...(values as OwnKeys['changed']) } }),
});

type Keyed = Pick<Command, 'id' | 'keys'>;

/** The keys that a command has now; the first is shown. */
export const keysOf = ({ id, keys = [] }: Keyed): readonly string[] =>
  own(useOwnKeys.getState().changed, id) ?? keys;

export const hasOwnKeys = ({ id }: Keyed): boolean => own(useOwnKeys.getState().changed, id) != null;

export function setKeys({ id, keys: usual = [] }: Keyed, keys: readonly string[]): void {
  const isUsual = keys.length === usual.length && keys.every((one, index) => sameKeys(one, usual[index]!));
  useOwnKeys.setState(({ changed }) => ({ changed: { ...changed, [id]: isUsual ? null : keys } }));
}

export const resetKeys = ({ id }: Keyed): void =>
  useOwnKeys.setState(({ changed }) => ({ changed: { ...changed, [id]: null } }));

export const resetAllKeys = (): void =>
  useOwnKeys.setState(({ changed }) => ({
    changed: Object.fromEntries(Object.keys(changed).map((id) => [id, null])),
  }));
