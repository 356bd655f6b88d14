import { message } from '../../core/messages';
import { exportFormatSchema, formatInfo } from '../../core/study/export-format';
import type { Command } from '../commands/command';
import { inView } from '../commands/offers';
import { registerCommands } from '../commands/registry';
import { useNavigation } from '../state/navigation';
import { useExportChoices } from './exports';

registerCommands('export', [
  ...inView('export', [
    { id: 'export.start', label: 'commands.export.start', keywords: ['save', 'write', 'model'] },
    { id: 'export.cancel', label: 'commands.export.cancel', keywords: ['stop'] },
  ]),
  ...exportFormatSchema.options.map(
    (format): Command => ({
      id: `export.format.${format}`,
      section: 'export',
      label: message('commands.export.format', { format: formatInfo(format).name }),
      keywords: [format, 'model', 'save'],
      perform: () => {
        useExportChoices.setState({ formats: [format] });
        useNavigation.getState().go('export');
      },
    }),
  ),
]);
