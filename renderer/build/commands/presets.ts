import { message } from '../../../core/messages';
import { presets } from '../../../core/presets';
import { registerCommands } from '../../commands/registry';
import { openPreset } from '../presets/openPreset';

registerCommands(
  'presets',
  presets.map(({ id, title, family, kind }) => ({
    id: `preset.${id}`,
    section: 'presets',
    label: message('commands.openPreset', { name: title }),
    keywords: [id, family, kind],
    perform: () => openPreset(id),
  })),
);
