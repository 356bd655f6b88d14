import { Fragment, type ReactNode } from 'react';
import { type Key, richParts, type Value } from '../../core/messages';

/**
 * A text with tags, each made by a function:
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
    // biome-ignore lint/suspicious/noArrayIndexKey: a part has no other identity than its place
    <Fragment key={index}>{part}</Fragment>
  ));
}
