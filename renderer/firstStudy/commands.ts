import { firstStudy } from '../../core/study/first-study';
import { registerCommands } from '../commands/registry';
import { openFirstStudy } from './open';

registerCommands('first-study', [
  {
    id: 'study.first',
    section: 'presets',
    label: 'commands.openFirstStudy',
    keywords: [firstStudy.question, 'start', 'tutorial', 'example'],
    perform: openFirstStudy,
  },
]);
