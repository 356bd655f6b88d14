/** Writes a study file to start from. */
import { writeFile } from 'node:fs/promises';
import { STUDY_TEMPLATES } from '../../../core/ablation/catalogue';
import type { GraphSource } from '../../../core/ablation/source';
import { codeOf } from '../../../core/basics/errors';
import { message, t } from '../../../core/messages';
import { presetFor } from '../../../core/presets';
import { refuse } from '../../basics/refusal';
import { inWords } from '../../disk/trouble';
import { textOf } from '../../studies/store';
import { loadNetwork } from '../networks/network';
import { say } from '../output/output';

/** @throws Refusal for an unknown network, and where there is a file already */
export async function newStudyFile(
  file: string,
  { from, network }: { from: string; network: string },
): Promise<void> {
  const template = STUDY_TEMPLATES.find(({ id }) => id === from)!;
  const base: GraphSource = presetFor(network)
    ? { preset: network }
    : { document: await loadNetwork(network) };
  try {
    await writeFile(file, textOf(template.make(base)), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') refuse('cli.documents.exists', { path: file });
    throw inWords(error, { what: message('ablation.store.save'), where: file });
  }
  say(t('cli.study.new.written', { file }));
}
