/** What the canvas can show beside the graph; which of them are on is a preference. */
import type { Overlay } from '../../../core/contract/kept';
import type { Key } from '../../../core/messages';
import { usePreferences } from '../../state/preferences';

export const OVERLAYS = {
  path: { label: 'build.views.path', help: 'build.views.pathHelp' },
  widths: { label: 'build.views.widths', help: 'build.views.widthsHelp' },
  fields: { label: 'build.views.fields', help: 'build.views.fieldsHelp' },
  costs: { label: 'build.views.costs', help: 'build.views.costsHelp' },
} as const satisfies Record<Overlay, { label: Key; help: Key }>;

export const OVERLAY_LIST = Object.keys(OVERLAYS) as Overlay[];

export function toggleOverlay(overlay: Overlay): void {
  const { overlays, set } = usePreferences.getState();
  set({
    overlays: OVERLAY_LIST.filter((each) => overlays.includes(each) !== (each === overlay)),
  });
}
