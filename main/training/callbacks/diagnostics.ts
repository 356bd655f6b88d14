/**
 * Diagnostics of plain nets (He et al., figure 7): gradient norm, update ratio and standard deviation of each block,
 * computed by `train_step_observed` instead of `train_step` every `diagnosticsEvery` updates.
 */
import { plural } from '../../../core/format/plural';
import type { Diagnostics } from '../../../core/study/run';
import type { Callback, Outputs } from './callback';

export const diagnostics = (record: (diagnostics: Diagnostics) => void): Callback => ({
  onBatchBegin(training) {
    const every = training.settings.diagnosticsEvery;
    training.observe = every !== null && (training.step + 1) % every === 0;
  },
  onBatchEnd(training, { step, epoch }, outputs) {
    if (!training.observe) return;
    const blocks = blocksOf(training.model.diagnosticBlocks ?? [], outputs);
    // Not finite: the training has diverged, and its next loss or checkpoint will say so.
    const finite = ({ gradientNorm, updateRatio, activationSpread }: Diagnostics['blocks'][number]) =>
      [gradientNorm, updateRatio, activationSpread].every(Number.isFinite);
    if (blocks.every(finite)) record({ type: 'diagnostics', step, epoch, blocks });
  },
});

function blocksOf(blocks: readonly string[], outputs: Outputs): Diagnostics['blocks'] {
  const vector = (name: string): ArrayLike<number> => {
    const data = outputs[name]?.data;
    if (data?.length === blocks.length && !Array.isArray(data)) return data;
    throw new Error(
      `train_step_observed must give "${name}" for ${plural(blocks.length, 'block')}. Received: ${data?.length ?? 'none'}.`,
    );
  };
  const gradientNorm = vector('gradient_norm');
  const updateRatio = vector('update_ratio');
  const activationSpread = vector('activation_spread');
  return blocks.map((block, index) => ({
    block,
    gradientNorm: gradientNorm[index] as number,
    updateRatio: updateRatio[index] as number,
    activationSpread: activationSpread[index] as number,
  }));
}
