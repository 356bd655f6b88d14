/** Loads every file that registers entries of Settings, in their order, and makes a command of each. */
import './appearance';
import '../../build/preferences';
import '../../training/device/preferences';
import '../../training/queue/preferences';
import '../../data/adding/preferences';
import '../mlflow/preferences';
import './dataFolder';
import '../shortcutList/preferences';
import { message } from '../../../core/messages';
import { registerCommands } from '../../commands/registry';
import { openSettings } from '../../preferences/dialog';
import { allPreferences } from '../../preferences/registry';

registerCommands(
  'preferences',
  allPreferences().map(({ id, label, keywords }) => ({
    id: `settings.${id}`,
    section: 'view',
    label: message('commands.setting', { name: message(label) }),
    keywords: ['settings', 'preferences', ...(keywords ?? [])],
    perform: () => openSettings(id),
  })),
);
