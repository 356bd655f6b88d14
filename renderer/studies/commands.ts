import { registerCommands } from '../commands/registry';
import { activeDocument } from '../state/documents';
import { trainShownGraph } from './trainGraph';

registerCommands('train', [
  {
    id: 'train.graph',
    section: 'go',
    label: 'shell.trainGraph',
    keywords: ['start', 'run', 'fit'],
    when: () => activeDocument() !== undefined,
    perform: trainShownGraph,
  },
]);
