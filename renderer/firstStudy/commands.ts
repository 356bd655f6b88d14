import { firstStudy } from '../../core/study/first-study';
import { registerCommands } from '../commands/registry';
import { openFirstStudy } from './open';

registerCommands('first-study', [
  {
    id: 'study.first',
    section: 'Presets',
    label: 'Open the first study',
    keywords: [firstStudy.question, 'start', 'tutorial', 'example'],
    perform: openFirstStudy,
  },
]);
