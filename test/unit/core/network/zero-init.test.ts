import { graphKey, twinKey } from '../../../../core/analysis/twins';
import { effectiveDocument } from '../../../../core/network/effective';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { zeroInitLastGammas } from '../../../../core/network/zero-init';
import { buildPreset } from '../../../../core/presets';

const zeros = (document: ReturnType<typeof buildPreset>) =>
  document.nodes.filter(({ params }) => params.gammaInitializer === 'zeros').map(({ id }) => id);

test('the last BatchNormalization of each residual block, and none on a projection', () => {
  const document = buildPreset('resnet20', { style: 'torchvision', zeroInitLastGamma: true });
  const blocks = document.groups.filter(({ kind }) => kind === 'block').map(({ id }) => id);
  expect(zeros(document)).toEqual(blocks.map((id) => `${id}.bn2`));
  const bottlenecks = buildPreset('resnet50', { zeroInitLastGamma: true });
  expect(zeros(bottlenecks)).toHaveLength(16);
  expect(zeros(bottlenecks).every((id) => id.endsWith('.bn3'))).toBe(true);
  expect(zeroInitLastGammas(document)).toEqual(document);
});

test('a plain network has none: nothing else would carry its signal', () => {
  expect(zeros(buildPreset('plain20', { zeroInitLastGamma: true }))).toEqual([]);
});

test('without its shortcuts the network starts with ones again and is the plain twin', () => {
  const residual = buildPreset('resnet20', { zeroInitLastGamma: true });
  const plain = buildPreset('plain20');
  const removed = removeShortcuts(residual);
  expect(zeros(effectiveDocument(removed))).toEqual([]);
  expect(graphKey(removed)).toBe(graphKey(plain));
  expect(twinKey(residual)).toBe(twinKey(plain));
  // The drawing keeps what was asked for, for when the shortcut comes back.
  expect(zeros(removed)).toHaveLength(9);
});
