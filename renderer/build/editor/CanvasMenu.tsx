import type { Key } from '../../../core/messages';
import { t } from '../../../core/messages';
import { commandsById } from '../../commands/registry';
import { PointMenu } from '../../layout/PointMenu';
import { type MenuSubject, useCanvasView } from './canvasView';

/** Ids of commands; lines between the groups. */
export const MENUS: Record<MenuSubject, { label: Key; groups: readonly (readonly string[])[] }> = {
  nodes: {
    label: 'commands.contextMenu',
    groups: [
      ['view.open', 'edit.rename', 'view.fit-selection'],
      ['edit.mute', 'edit.bypass', 'edit.freeze', 'edit.freezeBefore'],
      ['edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate'],
      ['edit.group', 'edit.ungroup'],
      ['edit.delete'],
    ],
  },
  edges: { label: 'commands.contextMenu', groups: [['edit.mute'], ['view.fit-selection'], ['edit.delete']] },
  canvas: {
    label: 'build.canvas.menu',
    groups: [
      ['graph.search', 'view.find'],
      ['edit.paste', 'select.all'],
      ['ablate.shortcuts', 'ablate.restore', 'ablate.twin'],
      ['view.fit', 'view.layout', 'view.fold-all', 'view.unfold-all'],
      ['view.code', 'file.svg', 'file.png'],
      ['view.drag', 'app.shortcuts'],
    ],
  },
};

/** The context menu of nodes, edges or the canvas. */
export function CanvasMenu() {
  const menu = useCanvasView((state) => state.menu);
  const { label, groups } = MENUS[menu?.on ?? 'canvas'];
  return (
    <PointMenu
      label={t(label)}
      at={menu?.at}
      groups={groups.map(commandsById)}
      onClose={() => useCanvasView.setState({ menu: undefined })}
    />
  );
}
