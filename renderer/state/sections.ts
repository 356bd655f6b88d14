/** Which collapsible sections stand open, by their id. Kept in the browser's storage. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface Sections {
  /** Only those that a person has opened or closed; all others stand as their place begins. */
  open: Readonly<Record<string, boolean>>;
}

export const useSections = create<Sections>()(
  persist((): Sections => ({ open: {} }), { name: 'skipwire.sections.v1' }),
);

export function setSectionOpen(id: string, open: boolean): void {
  useSections.setState((state) => ({ open: { ...state.open, [id]: open } }));
}
