/** A person's own styles, by name. Stored on the host. */
import { create } from 'zustand';
import type { StyleArguments } from '../../core/styles';
import { keep } from './kept/keep';

interface Styles {
  /** `null` for one that was deleted. */
  custom: Readonly<Record<string, StyleArguments | null>>;
}

export const useStyles = create<Styles>(() => ({ custom: {} }));

keep(useStyles, {
  concern: 'styles',
  anyName: true,
  live: true,
  values: ({ custom }) => custom,
  change: (values, { custom }) => ({ custom: { ...custom, ...(values as Styles['custom']) } }),
});

export function keepStyle(name: string, style: StyleArguments | null): void {
  useStyles.setState(({ custom }) => ({ custom: { ...custom, [name]: style } }));
}
