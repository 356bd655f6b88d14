/** A model card (Mitchell et al., 2019) in the Markdown of the Hugging Face Hub: what the model is, and what its numbers stand for. */

import { formatCompact, formatCount, formatLoss, formatPercent } from '../../../core/format/number';
import { t, textOf } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { describeInference } from '../../../core/study/inference';
import { describeTraining } from '../../../core/study/setting/facts';
import { reproduceCommand } from '../../runs/reproduce';
import type { TrainedNetwork } from '../trained-network';

export interface CardOptions {
  /** Python that uses the model. */
  snippet?: string;
  /** For the Hub. */
  library?: 'pytorch' | 'timm';
}

export function modelCard(network: TrainedNetwork, { snippet, library }: CardOptions = {}): string {
  const { run, document, analysis, inference, checkpoint } = network;
  const dataset = run.split?.dataset ?? datasetName(run.settings.dataset);
  const { params, trainable, macs } = analysis.totals;
  const about = t('export.card.about', {
    name: document.name,
    dataset,
    run: run.id,
    epoch: checkpoint.epoch,
    params,
    trainable,
    macs: formatCompact(macs),
  });
  const sections: [heading: string, body: string][] = [
    [t('export.card.results'), resultsOf(network)],
    ...(snippet ? [[t('export.card.use'), `\`\`\`python\n${snippet}\n\`\`\``] as [string, string]] : []),
    [t('export.card.input'), table(describeInference(inference))],
    [
      t('export.card.training'),
      `${describeTraining(run.settings)}\n\n\`\`\`sh\n${reproduceCommand(run.settings)}\n\`\`\``,
    ],
    [t('export.card.limits'), t('export.card.limitsSaid', { seed: run.settings.seed })],
  ];
  return [
    frontMatter(run.settings.dataset, library),
    `# ${document.name}`,
    about,
    ...sections.map(([heading, body]) => `## ${heading}\n\n${body}`),
    '',
  ].join('\n\n');
}

/** Metadata of the Hub. */
function frontMatter(dataset: string, library: CardOptions['library']): string {
  return [
    '---',
    ...(library ? [`library_name: ${library}`] : []),
    'pipeline_tag: image-classification',
    'tags:',
    '- image-classification',
    '- skipwire',
    'datasets:',
    `- ${dataset}`,
    'metrics:',
    '- accuracy',
    '---',
  ].join('\n');
}

function resultsOf({ run, checkpoint }: TrainedNetwork): string {
  const { split, test, epochs } = run;
  const epoch = epochs.find((each) => each.epoch === checkpoint.epoch);
  const rows = [
    ...(epoch
      ? [[t('export.card.validation'), epoch.valAccuracy, epoch.valLoss, split?.valCount] as const]
      : []),
    ...(test && test.epoch === checkpoint.epoch
      ? [[t('export.card.test'), test.accuracy, test.loss, test.count] as const]
      : []),
  ];
  const described = split ? textOf(split.said ?? split.description, split.description) : '';
  if (rows.length === 0) return [t('export.card.noResults'), described].filter(Boolean).join('\n\n');
  const head = ['', t('export.card.accuracy'), t('export.card.loss'), t('export.card.images')];
  const body = rows.map(([name, accuracy, loss, images]) => [
    name,
    formatPercent(accuracy),
    formatLoss(loss),
    images === undefined ? '' : formatCount(images),
  ]);
  return [table(body, head), described].filter(Boolean).join('\n\n');
}

function table(rows: readonly (readonly string[])[], head: readonly string[] = ['', '']): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
