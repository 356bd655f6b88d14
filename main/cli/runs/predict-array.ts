import { codeOf } from '../../../core/basics/errors';
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
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
  requireFinite(array.data, from);
  const answer = await interruptible((signal) => service.array(predictor, array, signal));
  await writeNpy(to, answer);
  print(to);
  say(t('cli.predict.written', { shape: formatImageShape(answer.shape) }));
  // An imported model may expect other values than the input pipeline produces.
  if ('runId' in predictor && array.dtype !== 'uint8') remarkOnRange(network, array.data);
}

function requireFinite(data: Float32Array, path: string): void {
  const place = data.findIndex((value) => !Number.isFinite(value));
  if (place >= 0) refuse('predict.notFinite', { path, place, received: String(data[place]) });
}

function remarkOnRange(network: string, data: Float32Array): void {
  const least = data.reduce((one, other) => Math.min(one, other), 0);
  const most = data.reduce((one, other) => Math.max(one, other), 1);
  if (least < 0 || most > 1) say(t('cli.predict.range', { network, least, most }));
}
