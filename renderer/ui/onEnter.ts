import type { KeyboardEvent } from 'react';

/** For a field whose Enter closes its dialog. */
export const onEnter = (act: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter') return;
  // The button that gets the focus back would take the key, too.
  event.preventDefault();
  act();
};
