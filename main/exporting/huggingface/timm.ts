/** Whether a network is one of timm's own, and its config.json for timm. */
import { analyze } from '../../../core/analysis/analyze';
import { buildPreset, presets } from '../../../core/presets';
import type { Inference } from '../../../core/study/inference';
import { scopesOf } from '../pytorch/scopes';
import { networkSource } from '../pytorch/source';
import { stepsOf } from '../pytorch/steps';
import type { TrainedNetwork } from '../trained-network';

/** Channels before the last layer. */
const FEATURES: Readonly<Record<string, number>> = {
  resnet18: 512,
  resnet34: 512,
  resnet50: 2048,
  resnet101: 2048,
  resnet152: 2048,
};

/** timm's names for the ways to fit a picture. */
const CROP_MODES: Readonly<Record<Inference['resize']['fit'], string>> = {
  stretch: 'squash',
  crop: 'center',
  fit: 'border',
};

/**
 * The name of timm's ResNet that has exactly these layers; undefined if there is none, or if timm could not normalize
 * as this network does.
 */
export function timmArchitecture({ analysis, inference }: TrainedNetwork): string | undefined {
  const { input, normalization } = inference;
  if (normalization.kind === 'per-pixel-mean' || input.range[1] !== 1) return undefined;
  const classes = analysis.nodes[analysis.outputId as string]?.outputShape?.[0] ?? 0;
  const own = written(analysis, inference);
  const sameDepth = presets.filter(
    ({ id, depth }) => Object.hasOwn(FEATURES, id) && depth === analysis.totals.depth,
  );
  return sameDepth.find(({ id }) => {
    const published = buildPreset(id, { style: 'torchvision', classes, inputShape: input.shape });
    return written(analyze(published), inference) === own;
  })?.id;
}

/** The modules as text; momentum does not matter for a trained network. */
function written(analysis: TrainedNetwork['analysis'], inference: Inference): string {
  const root = scopesOf(analysis.effective, stepsOf(analysis));
  return networkSource(root, 'network', inference).text.replaceAll(/, momentum=[\d.e-]+/g, '');
}

/** @param architecture undefined where the network is not one of timm's. */
export function configOf(
  { analysis, inference, document }: TrainedNetwork,
  architecture: string | undefined,
) {
  const { input, resize, normalization, classes } = inference;
  const [height = 0, width = 0, channels = 0] = input.shape;
  const count = analysis.nodes[analysis.outputId as string]?.outputShape?.[0] ?? 0;
  const every = (value: number) => new Array<number>(channels).fill(value);
  return {
    architecture: architecture ?? document.name,
    num_classes: count,
    ...(architecture ? { num_features: FEATURES[architecture] } : {}),
    ...(architecture && channels !== 3 ? { model_args: { in_chans: channels } } : {}),
    pretrained_cfg: {
      input_size: [channels, height, width],
      fixed_input_size: false,
      interpolation: resize.interpolation,
      crop_pct: 1,
      crop_mode: CROP_MODES[resize.fit],
      mean: normalization.mean ?? every(0),
      std: normalization.deviation ?? every(1),
      num_classes: count,
      pool_size: [Math.ceil(height / 32), Math.ceil(width / 32)],
      first_conv: 'conv1',
      classifier: 'fc',
      ...(classes ? { label_names: classes } : {}),
    },
  };
}
