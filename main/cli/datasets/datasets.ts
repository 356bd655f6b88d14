/** `skipwire datasets`: lists, downloads, imports, generates and removes data sets. */
import { Command } from 'commander';
import { z } from 'zod';
import { t } from '../../../core/messages';
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
  const command = new Command('datasets').description(t('cli.datasets.description'));
  return command
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(infoCommand())
    .addCommand(datasetReportCommand())
    .addCommand(downloadCommand())
    .addCommand(importCommand())
    .addCommand(generateCommand())
    .addCommand(removeCommand());
}

async function openStore() {
  const { DatasetStore } = await import('../../datasets');
  const { datasetsRoot } = await import('../../basics/paths');
  return new DatasetStore({ root: datasetsRoot() });
}

const listCommand = (): Command =>
  new Command('list')
    .description(t('cli.datasets.list'))
    .option('--json', t('cli.options.json'))
    .action(async ({ json }: JsonFlag) => {
      const { datasetTable } = await import('./table');
      const list = await (await openStore()).list();
      if (json) printJson(list);
      else print(datasetTable(list));
    });

const infoCommand = (): Command =>
  new Command('info')
    .description(t('cli.datasets.info'))
    .argument('<id>', t('cli.arguments.dataset'))
    .option('--json', t('cli.options.json'))
    .action(async (id: string, { json }: JsonFlag) => {
      const { datasetPage } = await import('./table');
      const info = await (await openStore()).info(id);
      if (json) printJson(info);
      else print(datasetPage(info));
    });

const downloadCommand = (): Command =>
  new Command('download')
    .description(t('cli.datasets.download'))
    .argument('<ids...>', t('cli.datasets.downloadIds'))
    .option('--proxy <address>', t('cli.datasets.proxy'))
    .option('--json', t('cli.datasets.json'))
    .action(async (ids: string[], { proxy, json }: JsonFlag & { proxy?: string }) => {
      const { workOn } = await import('./work');
      const store = await openStore();
      // A typo should not cost a download.
      for (const id of ids) await store.info(id);
      await workOn([...new Set(ids)], (id, work) => store.download(id, { ...work, proxy }), json);
    });

const importArguments = (): Command =>
  new Command('import')
    .description(t('cli.datasets.import'))
    .argument('<path>', t('cli.datasets.importPath'))
    .option('--as <id>', t('cli.datasets.as'))
    .option('--name <name>', t('cli.datasets.name'))
    .option('--json', t('cli.datasets.json'));

interface ImportFlags extends JsonFlag, LabelFlags {
  as?: string;
  name?: string;
}

const importCommand = (): Command =>
  addLabelOptions(importArguments()).action(
    async (path: string, { as, name, json, ...flags }: ImportFlags) => {
      const { workOn } = await import('./work');
      const { refuse } = await import('../../basics/refusal');
      if (as !== undefined && name !== undefined) {
        refuse('cli.datasets.asAndName', { id: as, name });
      }
      const store = await openStore();
      const choice = labelChoice(flags);
      if (as !== undefined && Object.keys(choice).length > 0) {
        refuse('cli.datasets.ownLabels', { id: as });
      }
      const seen = as === undefined ? await store.inspect(path, choice) : undefined;
      const mine = name !== undefined || Object.keys(choice).length > 0;
      const id = as ?? (mine ? undefined : seen?.catalogueId);
      if (as === undefined && id !== undefined) {
        say(t('cli.datasets.looksLike', { id }));
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
    .description(t('cli.datasets.generate'))
    .argument('[id]', t('cli.arguments.dataset'), 'shapes')
    .option('--train <n>', t('cli.datasets.train'), number(count), 10_000)
    .option('--val <n>', t('cli.datasets.val'), number(count), 2_000)
    .option('--seed <n>', t('cli.datasets.seed'), number(seedSchema), 1)
    .option('--json', t('cli.datasets.json'))
    .action(async (id: string, flags: JsonFlag & { train: number; val: number; seed: number }) => {
      const { workOn } = await import('./work');
      const store = await openStore();
      const options = { id, trainCount: flags.train, valCount: flags.val, seed: flags.seed };
      await workOn([id], (_, work) => store.generate(options, work), flags.json);
    });

const removeCommand = (): Command =>
  new Command('remove')
    .description(t('cli.datasets.remove'))
    .argument('<id>', t('cli.arguments.dataset'))
    .action(async (id: string) => {
      const store = await openStore();
      const { name, state, problem } = await store.info(id);
      await store.remove(id);
      say(t(state === 'ready' || problem ? 'cli.datasets.removed' : 'cli.datasets.notHere', { name }));
    });
