import { differenceText } from '../../../core/query/field-text';
import type { RunField } from '../../../core/query/run-fields';

/** Plain for a single run, which has no interval that could exclude zero. */
export function Difference({
  field,
  difference,
  isSingle = false,
}: {
  field: RunField;
  difference: number | undefined;
  isSingle?: boolean;
}) {
  if (difference === undefined) return null;
  const isBetter = field.better === 'higher' ? difference > 0 : difference < 0;
  const tone = isSingle || field.better === undefined || difference === 0 ? '' : isBetter ? 'good' : 'bad';
  return <span className={`difference ${tone}`}>{differenceText(field, difference)}</span>;
}
