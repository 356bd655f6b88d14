import { codeOf } from '../../../core/basics/errors';
import type { CheckpointChoice } from '../../../core/contract';
import { formatImageShape } from '../../../core/format/shape';
import { message, t } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { inWords } from '../../disk/trouble';
import { readNpy, writeNpy } from '../../predicting/npy';
import { interruptible } from '../interrupt';
import { print, say } from '../output/output';
import { findNetwork } from './asking';

/** @throws Refusal where the array cannot be read or does not fit. */
export async function predictArrayFile(
  network: string,
  from: string,
  to: string,
  checkpoint: CheckpointChoice,
): Promise<void> {
  const { predictor, service } = await findNetwork(network, checkpoint);
  const array = await readNpy(from).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') refuse('predict.noFile', { path: from });
    throw inWords(error, { what: message('predict.what.array'), where: from });
  });
  const answer = await interruptible((signal) => service.array(predictor, array, signal));
  await writeNpy(to, answer);
  print(to);
  say(t('cli.predict.written', { shape: formatImageShape(answer.shape) }));
}
