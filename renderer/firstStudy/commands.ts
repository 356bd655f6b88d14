import { registerCommands } from '../commands/registry';
import { openFirstStudy } from './open';

registerCommands('first-study', [
  {
    id: 'study.first',
    section: 'presets',
    label: 'commands.openFirstStudy',
    keywords: ['shortcuts', 'worth', 'start', 'tutorial', 'example'],
    perform: openFirstStudy,
  },
]);
