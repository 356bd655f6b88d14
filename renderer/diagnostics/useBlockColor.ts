/** How a node of the canvas is colored. */

import { blockWords, MEASURES, measured } from '../../core/figures/measures';
import { t } from '../../core/messages';
import { useBlockColors, useDiagnosticsChoice } from './onCanvas';

export interface Coloring {
  className: string;
  style: Record<string, string>;
  words: string;
}

const NONE: Coloring = { className: '', style: {}, words: '' };

export function useBlockColor(id: string): Coloring {
  const found = useBlockColors((state) => state.of[id]);
  const measure = useDiagnosticsChoice((state) => state.measure);
  if (!found) return NONE;
  const { color, block, value, blocks } = found;
  const words = block
    ? blockWords(block)
    : t('ui.measures.mean', {
        measure: t(MEASURES[measure].title),
        value: measured(value),
        count: blocks,
      });
  return { className: ' diagnosed', style: { '--block-color': color }, words };
}
