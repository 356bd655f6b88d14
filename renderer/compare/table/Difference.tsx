import { differenceText } from '../../../core/query/field-text';
import type { RunField } from '../../../core/query/run-fields';

/** Without a color: the baseline is a single run, so there is no interval that could exclude zero. */
export function Difference({ field, difference }: { field: RunField; difference: number | undefined }) {
  if (difference === undefined) return null;
  return <span className="difference">{differenceText(field, difference)}</span>;
}
