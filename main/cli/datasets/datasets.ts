/** `skipwire datasets`: which images there are, how they get here, and how they go. */
import { Command } from 'commander';
import { z } from 'zod';
import { seedSchema } from '../../../core/study/seed';
import {
  addLabelOptions,
  type LabelFlags,
  labelChoice,
  recognizedLines,
  requireNoLoss,
} from '../options/labels';
import { number } from '../options/values';
import { print, printJson, say } from '../output/output';
import { datasetReportCommand } from './report';

interface JsonFlag {
  json?: boolean;
}

export function datasetsCommand(): Command {
  const command = new Command('datasets').description('list, download, import, draw and remove data sets');
  return command
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(infoCommand())
    .addCommand(datasetReportCommand())
    .addCommand(downloadCommand())
    .addCommand(importCommand())
    .addCommand(generateCommand())
    .addCommand(removeCommand());
}

/** Only what is run is loaded: `skipwire presets` should not wait for decoders of pictures. */
async function openStore() {
  const { DatasetStore } = await import('../../datasets');
  const { datasetsRoot } = await import('../../basics/paths');
  return new DatasetStore({ root: datasetsRoot() });
}

const listCommand = (): Command =>
  new Command('list')
    .description('all data sets: those of the catalogue, and your own (the default)')
    .option('--json', 'as JSON')
    .action(async ({ json }: JsonFlag) => {
      const { datasetTable } = await import('./table');
      const list = await (await openStore()).list();
      if (json) printJson(list);
      else print(datasetTable(list));
    });

const infoCommand = (): Command =>
  new Command('info')
    .description('what is known of a data set: splits, classes, home, license')
    .argument('<id>', 'data set')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: JsonFlag) => {
      const { datasetPage } = await import('./table');
      const info = await (await openStore()).info(id);
      if (json) printJson(info);
      else print(datasetPage(info));
    });

const downloadCommand = (): Command =>
  new Command('download')
    .description('fetch data sets from their homes, several at once; an interrupted download goes on')
    .argument('<ids...>', 'data sets of the catalogue')
    .option('--proxy <address>', 'such as http://proxy:3128, or none (default: HTTP_PROXY, HTTPS_PROXY)')
    .option('--json', 'what is known of each then, as JSON')
    .action(async (ids: string[], { proxy, json }: JsonFlag & { proxy?: string }) => {
      const { workOn } = await import('./work');
      const store = await openStore();
      // Before anything is fetched: a slip in a name should not cost a download.
      for (const id of ids) await store.info(id);
      await workOn([...new Set(ids)], (id, work) => store.download(id, { ...work, proxy }), json);
    });

const importArguments = (): Command =>
  new Command('import')
    .description('take in a data set from a file or folder on this machine')
    .argument(
      '<path>',
      'archive or folder: a set of the catalogue, pictures with their classes, or TensorFlow Datasets',
    )
    .option('--as <id>', 'the set of the catalogue that it is (default: what its files look like)')
    .option('--name <name>', 'makes it a set of your own, and says what it is called')
    .option('--json', 'print what is known about it, as JSON');

interface ImportFlags extends JsonFlag, LabelFlags {
  as?: string;
  name?: string;
}

const importCommand = (): Command =>
  addLabelOptions(importArguments()).action(
    async (path: string, { as, name, json, ...flags }: ImportFlags) => {
      const { workOn } = await import('./work');
      const { Refusal } = await import('../../basics/refusal');
      if (as !== undefined && name !== undefined) {
        throw new Refusal(`A set of the catalogue has its name. Received: --as ${as} and --name ${name}`);
      }
      const store = await openStore();
      const choice = labelChoice(flags);
      if (as !== undefined && Object.keys(choice).length > 0) {
        throw new Refusal(
          `${as} has its own labels: use --name instead to import these pictures with other labels.`,
        );
      }
      const seen = as === undefined ? await store.inspect(path, choice) : undefined;
      const mine = name !== undefined || Object.keys(choice).length > 0;
      const id = as ?? (mine ? undefined : seen?.catalogueId);
      if (as === undefined && id !== undefined) {
        say(`It looks like ${id}: --name makes it a set of your own.`);
        await requireNoLoss(store, id, seen!);
      }
      if (seen && id === undefined) for (const line of recognizedLines(seen, choice)) say(line);
      const label = name ?? seen?.suggestedName ?? '';
      await workOn(
        [id ?? label],
        (_, work) =>
          id === undefined
            ? store.importOwn({ path, name: label, ...choice }, work)
            : store.importFrom(id, path, work),
        json,
      );
    },
  );

const count = z.number().int().min(10).max(1_000_000);

const generateCommand = (): Command =>
  new Command('generate')
    .description('draw the procedural set anew')
    .argument('[id]', 'data set', 'shapes')
    .option('--train <n>', 'training images', number(count), 10_000)
    .option('--val <n>', 'validation images', number(count), 2_000)
    .option('--seed <n>', 'the same seed draws the same images', number(seedSchema), 1)
    .option('--json', 'print what is known about it, as JSON')
    .action(async (id: string, flags: JsonFlag & { train: number; val: number; seed: number }) => {
      const { workOn } = await import('./work');
      const store = await openStore();
      const options = { id, trainCount: flags.train, valCount: flags.val, seed: flags.seed };
      await workOn([id], (_, work) => store.generate(options, work), flags.json);
    });

const removeCommand = (): Command =>
  new Command('remove')
    .description("remove a data set's images from this machine")
    .argument('<id>', 'data set')
    .action(async (id: string) => {
      const store = await openStore();
      const { name, state, problem } = await store.info(id);
      await store.remove(id);
      say(state === 'ready' || problem ? `${name} is removed.` : `${name} was not on this machine.`);
    });
