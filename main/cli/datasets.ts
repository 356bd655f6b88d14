/** `skipwire datasets`: which images there are, and which of them are on this machine. */
import { Command } from 'commander';
import { columns, print, printJson, size } from './output';

export function datasetsCommand(): Command {
  return new Command('datasets')
    .description('list the data sets')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { DatasetStore } = await import('../datasets');
      const { datasetsRoot } = await import('../paths');
      const list = await new DatasetStore({ root: datasetsRoot() }).list();
      if (json) return printJson(list);
      const rows = list.map((set) => [
        set.id,
        set.state === 'ready' ? 'here' : 'not here yet',
        set.imageShape.join('x'),
        String(set.classes.length),
        String(set.trainCount),
        String(set.valCount),
        size(set.bytes),
        set.description,
      ]);
      print(
        columns(
          [['id', 'state', 'images', 'classes', 'training', 'validation', 'size', 'what it is'], ...rows],
          [3, 4, 5, 6],
        ),
      );
    });
}
