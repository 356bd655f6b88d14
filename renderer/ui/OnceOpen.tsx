import { type ReactNode, useState } from 'react';

/** What opens, such as a menu, from the first time that it does: until then a closed one costs nothing. */
export function OnceOpen({ open, children }: { open: boolean; children(): ReactNode }) {
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  return wasOpen ? children() : null;
}
