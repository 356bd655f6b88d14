/** Which sections are open, by their id. Kept on the host. */
import { create } from 'zustand';
import type { Values } from '../../core/contract/kept';
import { oldState } from './kept/earlierStorage';
import { keep } from './kept/keep';

interface Sections {
  /** Only those that a person has opened or closed. */
  open: Readonly<Record<string, boolean>>;
}

export const useSections = create<Sections>(() => ({ open: {} }));

keep(useSections, {
  concern: 'sections',
  anyName: true,
  values: ({ open }) => open,
  change: (values, { open }) => ({ open: { ...open, ...(values as Sections['open']) } }),
  old: {
    key: 'skipwire.sections.v1',
    values: () => oldState('skipwire.sections.v1')?.open as Values | undefined,
  },
});

export function setSectionOpen(id: string, open: boolean): void {
  useSections.setState((state) => ({ open: { ...state.open, [id]: open } }));
}
