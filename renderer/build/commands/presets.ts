import { message } from '../../../core/messages';
import { presets } from '../../../core/presets';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { openPreset } from '../presets/open';

registerCommands('presets', [
  ...presets.map(
    (preset): Command => ({
      id: `preset.${preset.id}`,
      section: 'presets',
      label: message('commands.openPreset', { name: preset.title }),
      keywords: [preset.id, preset.family, preset.kind],
      perform: () => openPreset(preset.id),
    }),
  ),
]);
