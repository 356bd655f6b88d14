/** Doctor's finding on precisions: the CPU's instruction sets, and what was measured. */
import type { DoctorCheck } from '../../core/contract/engine';
import { t } from '../../core/messages';
import {
  convolutionWords,
  type PrecisionSpeeds,
  precisionSchema,
  speedWords,
} from '../../core/study/precision';
import { speedsRoot } from '../basics/paths';
import { detectDevice } from '../engine/device';
import { hasBfloat16, instructionSets } from '../engine/instruction-sets';
import { locateEngine } from '../engine/locate';
import { computesOn, SpeedCache } from '../engine/speed-cache';

export async function precisionCheck(): Promise<Omit<DoctorCheck, 'name'>> {
  const engine = locateEngine((await detectDevice()).device);
  const measured = engine ? await new SpeedCache(speedsRoot()).all(await computesOn(engine)) : [];
  const sets = engine?.device === 'gpu' ? undefined : instructionSets();
  return { state: 'ok', found: precisionFinding(sets, measured) };
}

/** @param sets undefined on a GPU or where unknown. @param measured oldest first. */
export function precisionFinding(
  sets: readonly string[] | undefined,
  measured: readonly PrecisionSpeeds[],
): string {
  const newest = measured.at(-1);
  const slow = sets && !hasBfloat16(sets);
  const found = [
    newest && speedsFinding(newest),
    sets && t('cli.doctor.precision.cpu', { sets: sets.join(', ') || t('cli.doctor.precision.noSets') }),
    !newest && slow && t('cli.doctor.precision.slow'),
    !newest && t('cli.doctor.precision.unmeasured'),
  ];
  return found.filter(Boolean).join('; ');
}

function speedsFinding(speeds: PrecisionSpeeds): string {
  const short = precisionSchema.options.filter((precision) => precision !== 'float32');
  const words = short.map((precision) => `${precision} ${speedWords(speeds, precision)}`).join(', ');
  const convolution = convolutionWords(speeds.convolution);
  return t('cli.doctor.precision.measured', { speeds: words, convolution });
}
