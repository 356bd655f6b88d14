import Switch from '@mui/material/Switch';
import type { Overlay } from '../../core/contract/kept';
import { t } from '../../core/messages';
import { registerPreferences } from '../preferences/registry';
import { usePreferences } from '../state/preferences';
import { Toggle } from '../ui/Choice';
import { OVERLAY_LIST, OVERLAYS, toggleOverlay } from './views/overlays';

function DragControl({ label }: { label: string }) {
  const drag = usePreferences((state) => state.drag);
  return (
    <Toggle
      label={label}
      value={drag}
      options={[
        { value: 'pan', label: t('preferences.drag.pan') },
        { value: 'select', label: t('preferences.drag.select') },
      ]}
      onChange={(value) => usePreferences.setState({ drag: value })}
    />
  );
}

function FoldFarControl({ label }: { label: string }) {
  const on = usePreferences((state) => state.foldFar);
  return (
    <Switch
      checked={on}
      onChange={() => usePreferences.setState({ foldFar: !on })}
      slotProps={{ input: { 'aria-label': label } }}
    />
  );
}

const overlayControl = (overlay: Overlay) =>
  function OverlayControl({ label }: { label: string }) {
    const on = usePreferences(({ overlays }) => overlays.includes(overlay));
    return (
      <Switch
        checked={on}
        onChange={() => toggleOverlay(overlay)}
        slotProps={{ input: { 'aria-label': label } }}
      />
    );
  };

registerPreferences('canvas', [
  {
    id: 'drag',
    section: 'canvas',
    label: 'preferences.drag.label',
    help: 'preferences.drag.help',
    keywords: ['mouse', 'pan', 'select', 'canvas', 'gesture'],
    Control: DragControl,
  },
  {
    id: 'foldFar',
    section: 'canvas',
    label: 'preferences.foldFar.label',
    help: 'preferences.foldFar.help',
    keywords: ['zoom', 'overview', 'collapse', 'canvas', 'far'],
    Control: FoldFarControl,
  },
  ...OVERLAY_LIST.map((overlay) => ({
    ...OVERLAYS[overlay],
    id: `overlay.${overlay}`,
    section: 'canvas' as const,
    keywords: ['canvas', 'view', 'overlay'],
    Control: overlayControl(overlay),
  })),
]);
