/**
 * A model card (Mitchell et al., 2019) in the Markdown of the Hugging Face Hub: what the model is, and what its numbers
 * mean.
 */

import { formatCompact, formatCount, formatLoss, formatPercent } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { explanationsOf } from '../../../core/study/describe-remark';
import { splitWords } from '../../../core/study/describe-selection';
import { describeInference } from '../../../core/study/inference';
import { runRemarks } from '../../../core/study/remarks';
import type { RunRecord } from '../../../core/study/run';
import { describeTraining } from '../../../core/study/setting/facts';
import type { TrainedHere } from '../../predicting/network';
import { reproduceCommand } from '../../runs/reproduce';
import type { TrainedNetwork } from '../trained-network';

export interface CardOptions {
  /** Python that uses the model. */
  snippet?: string;
  /** Metadata for the Hub. */
  library?: 'pytorch' | 'timm';
}

export function modelCard(network: TrainedNetwork, { snippet, library }: CardOptions = {}): string {
  const { trained, document, inference } = network;
  const run = trained?.run;
  const sections: [heading: string, body: string][] = [
    ...(trained ? [[t('export.card.results'), resultsOf(trained)] as [string, string]] : []),
    ...(snippet ? [[t('export.card.use'), `\`\`\`python\n${snippet}\n\`\`\``] as [string, string]] : []),
    [t('export.card.input'), table(describeInference(inference))],
    ...(run ? [[t('export.card.training'), trainingOf(run)] as [string, string]] : []),
    [
      t('export.card.limits'),
      run ? t('export.card.limitsSaid', { seed: run.settings.seed }) : t('export.card.limitsImported'),
    ],
  ];
  return [
    frontMatter(run?.settings.dataset, library),
    `# ${document.name}`,
    aboutOf(network),
    ...sections.map(([heading, body]) => `## ${heading}\n\n${body}`),
    '',
  ].join('\n\n');
}

function aboutOf({ trained, imported, document: { name }, analysis }: TrainedNetwork): string {
  const { params, trainable, macs } = analysis.totals;
  const size = { name, params, trainable, macs: formatCompact(macs) };
  if (!trained) return t('export.card.aboutImported', { ...size, source: imported?.source ?? '' });
  const { run, checkpoint } = trained;
  const dataset = run.split?.dataset ?? datasetName(run.settings.dataset);
  return t('export.card.about', { ...size, dataset, run: run.id, epoch: checkpoint.epoch });
}

const trainingOf = ({ settings }: RunRecord): string =>
  `${describeTraining(settings)}\n\n\`\`\`sh\n${reproduceCommand(settings)}\n\`\`\`\n\n${t('export.card.graph')}`;

/** Metadata of the Hub. @param dataset absent for an imported model */
function frontMatter(dataset: string | undefined, library: CardOptions['library']): string {
  return [
    '---',
    ...(library ? [`library_name: ${library}`] : []),
    'pipeline_tag: image-classification',
    'tags:',
    '- image-classification',
    '- skipwire',
    ...(dataset === undefined ? [] : ['datasets:', `- ${dataset}`]),
    'metrics:',
    '- accuracy',
    '---',
  ].join('\n');
}

function resultsOf({ run, checkpoint }: TrainedHere): string {
  const { test: tested, ...record } = run;
  const test = tested?.epoch === checkpoint.epoch ? tested : undefined;
  const epochs = run.epochs.filter(({ epoch }) => epoch <= checkpoint.epoch);
  const remarks = explanationsOf(runRemarks([{ ...record, epochs, ...(test && { test }) }]));
  const epoch = epochs.find((each) => each.epoch === checkpoint.epoch);
  const { split } = run;
  const rows = [
    ...(epoch
      ? [[t('export.card.validation'), epoch.valAccuracy, epoch.valLoss, split?.valCount] as const]
      : []),
    ...(test ? [[t('export.card.test'), test.accuracy, test.loss, test.count] as const] : []),
  ];
  const head = ['', t('export.card.accuracy'), t('export.card.loss'), t('export.card.images')];
  const body = rows.map(([name, accuracy, loss, images]) => [
    name,
    formatPercent(accuracy),
    formatLoss(loss),
    images === undefined ? '' : formatCount(images),
  ]);
  const wasChosen = checkpoint.roles.includes('best') && !checkpoint.roles.includes('last');
  return [
    rows.length === 0 ? t('export.card.noResults') : table(body, head),
    rows.length > 0 && split && t('export.facts.accuracyOf', { split: splitWords(split) }),
    epoch && wasChosen && t('export.facts.bestIsOptimistic'),
    ...remarks,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function table(rows: readonly (readonly string[])[], head: readonly string[] = ['', '']): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
