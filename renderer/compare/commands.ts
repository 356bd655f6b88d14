import { inView } from '../commands/offers';
import { registerCommands } from '../commands/registry';

registerCommands(
  'compare',
  inView('compare', [
    { id: 'compare.markdown', label: 'commands.compare.copyMarkdown', keywords: ['paste', 'ablation'] },
    { id: 'compare.csv', label: 'commands.compare.copyCsv', keywords: ['spreadsheet', 'ablation'] },
    { id: 'compare.report', label: 'commands.compare.report', keywords: ['pdf', 'html', 'latex', 'page'] },
    { id: 'compare.filter', label: 'commands.compare.filter', keywords: ['find', 'search', 'query'] },
    { id: 'compare.tick-all', label: 'commands.compare.tickAll', keywords: ['select', 'chart'] },
    { id: 'compare.tick', label: 'compare.runTable.tick', keywords: ['chart', 'selected runs'] },
    { id: 'compare.star', label: 'compare.runTable.star', keywords: ['favorite', 'selected runs'] },
    { id: 'compare.rename', label: 'commands.compare.rename', keywords: ['name', 'selected runs'] },
    { id: 'compare.tags', label: 'compare.runTable.editTags', keywords: ['label', 'selected runs'] },
    { id: 'compare.notes', label: 'compare.runTable.editNotes', keywords: ['comment', 'selected runs'] },
    { id: 'compare.delete', label: 'commands.compare.delete', keywords: ['bin', 'remove', 'selected runs'] },
    { id: 'compare.show-hidden', label: 'compare.runTable.showHidden', keywords: ['hide'] },
    { id: 'compare.show-archived', label: 'compare.runTable.showArchived', keywords: ['archive'] },
    { id: 'compare.save-view', label: 'commands.compare.saveView', keywords: ['columns', 'arrangement'] },
  ]),
);
