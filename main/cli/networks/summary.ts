/** `skipwire summary`: layers, shapes, parameters and multiply-adds of a network. */
import { Command, Option } from 'commander';
import type { MemoryEstimate } from '../../../core/contract/training';
import type { GraphDocument } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { recipes } from '../../../core/study/recipes';
import type { Override } from '../../../core/study/setting/override';
import { type DatasetId, trainingSettingsSchema } from '../../../core/study/settings';
import { refuse } from '../../basics/refusal';
import { version } from '../../hosts/app-info';
import { addNetworkOptions, type NetworkFlags } from '../options/network';
import { override } from '../options/overrides';
import { datasetId, number } from '../options/values';
import { print, printJson } from '../output/output';
import { formatMemory } from './memory';

interface SummaryFlags extends NetworkFlags {
  memory?: boolean;
  dataset?: DatasetId;
  batchSize?: number;
  recipe?: string;
  set?: Override[];
  json?: boolean;
}

const batchSize = trainingSettingsSchema.shape.batchSize.unwrap();

export function summaryCommand(): Command {
  const command = new Command('summary').description(t('cli.summary.description'));
  return addNetworkOptions(command)
    .option('--memory', t('cli.summary.memory'))
    .addOption(new Option('--dataset <name>', t('cli.summary.dataset')).argParser(datasetId))
    .option('--batch-size <n>', t('cli.summary.batchSize'), number(batchSize))
    .addOption(new Option('--recipe <id>', t('cli.summary.recipe')).choices(recipes.map(({ id }) => id)))
    .option('--set <path=value>', t('cli.summary.set'), override)
    .option('--json', t('cli.options.json'))
    .action(async (network: string, { json, ...flags }: SummaryFlags) => {
      const { loadNetwork, firstOf } = await import('./network');
      const { analyze } = await import('../../../core/analysis/analyze');
      const { formatSummary, summarize } = await import('../../../core/analysis/summary');
      const document = await loadNetwork(network, flags);
      const analysis = analyze(document);
      const errors = analysis.problems.filter((problem) => problem.severity === 'error');
      if (errors.length > 0) refuse('cli.network.problem', { file: document.name, problem: firstOf(errors) });
      const summary = summarize(analysis, document.name);
      const memory = flags.memory ? await memoryOf(document, flags) : undefined;
      if (json) return printJson(memory ? { ...summary, memory } : summary);
      print(formatSummary(summary));
      if (memory) print(formatMemory(memory));
    });
}

async function memoryOf(document: GraphDocument, flags: SummaryFlags): Promise<MemoryEstimate> {
  const { createServices } = await import('../../services');
  const { settingsOf } = await import('../options/training');
  const services = await createServices({ host: 'cli', version });
  try {
    const { dataset = 'cifar10', recipe = 'study', batchSize, set } = flags;
    const settings = settingsOf({ dataset, recipe, batchSize, set }, 1);
    return await services.memory.estimate(document, settings);
  } finally {
    await services.close();
  }
}
