/** What is selected on the canvas is announced when it changes, and so is what an edit makes of it: unfolded, another shape. */
import { useEffect, useRef } from 'react';
import { t } from '../../core/messages';
import { announce } from '../state/announce';
import type { OpenDocument } from '../state/documents';
import { type Selection, useSelection } from '../state/selection';
import type { Scene } from './editor/scene';
import { sceneOf } from './editor/sceneCache';

/** Milliseconds: a drag selects one item after the other. */
const PAUSE = 250;

export function selectionWords(
  { nodes, edges }: Pick<Scene, 'nodes' | 'edges'>,
  selected: Selection,
): string {
  const count = selected.items.length + selected.edges.length;
  if (count === 0) return t('build.canvas.nothingSelected');
  const ids = new Set([...selected.items, ...selected.edges]);
  const name = [...nodes, ...edges].find(({ id }) => ids.has(id))?.ariaLabel;
  if (count > 1 || name == null) return t('build.inspector.selected', { count });
  return t('build.canvas.isSelected', { name });
}

export function useSelectionNews(open: OpenDocument | undefined): void {
  const selected = useSelection();
  const known = useRef<{ id: string; words: string }>(undefined);
  const id = open?.id;
  const words = open && selectionWords(sceneOf(open.document), selected);
  useEffect(() => {
    if (id === undefined || words === undefined) return;
    if (known.current?.id !== id) known.current = { id, words };
    if (known.current.words === words) return;
    const timer = setTimeout(() => {
      known.current = { id, words };
      announce({ text: words });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [id, words]);
}
