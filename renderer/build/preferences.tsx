import { t } from '../../core/messages';
import { registerPreferences } from '../preferences/registry';
import { usePreferences } from '../state/preferences';
import { Toggle } from '../ui/Choice';

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

registerPreferences('canvas', [
  {
    id: 'drag',
    section: 'canvas',
    label: 'preferences.drag.label',
    help: 'preferences.drag.help',
    keywords: ['mouse', 'pan', 'select', 'canvas', 'gesture'],
    Control: DragControl,
  },
]);
