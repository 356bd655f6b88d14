import { Fragment, type ReactNode } from 'react';
import { type Key, richParts, type Value } from '../../core/messages';

/**
 * A text with tags. Each tag gets what makes it:
 *
 *     <Rich of="train.seeLog" values={{ file, link: (children) => <Link href={href}>{children}</Link> }} />
 */
export function Rich({
  of,
  values,
}: {
  of: Key;
  values: Readonly<Record<string, Value | ((children: ReactNode) => ReactNode)>>;
}) {
  const parts = richParts<ReactNode>(of, values as Parameters<typeof richParts<ReactNode>>[1]);
  return parts.map((part, index) => (
    // The parts of a text have no other identity than their place in it.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Fragment key={index}>{part}</Fragment>
  ));
}
