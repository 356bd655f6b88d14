import { Snowflake } from 'lucide-react';
import { t } from '../../../../core/messages';
import type { Frozen } from '../sceneTypes';

/** In front of the name of a frozen layer, or of a group with frozen layers. */
export function FrozenMark({ frozen }: { frozen: Frozen }) {
  if (!frozen) return null;
  const words = t(frozen === 'all' ? 'build.canvas.frozen' : 'build.canvas.partlyFrozen');
  return (
    <span className={`frozen ${frozen}`} role="img" aria-label={words} title={words}>
      <Snowflake size={13} aria-hidden />
    </span>
  );
}
