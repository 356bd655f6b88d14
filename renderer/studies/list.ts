/** All studies of the host, and studies as files. */
import { create } from 'zustand';
import { parseStudyText } from '../../core/ablation/read';
import type { Study } from '../../core/ablation/study';
import type { StudyInfo } from '../../core/contract/studies';
import { LARGEST_GRAPH_FILE } from '../../core/graph/file-name';
import { t, textOf } from '../../core/messages';
import { StudyError } from '../../core/study/study-error';
import { onRestored, tellDeleted } from '../bin/bin';
import { client } from '../client/client';
import { notifyError } from '../client/errors';
import { closeStudy, openStudyNow } from '../settings/study/open';
import { notify } from '../state/notices';
import { saveBlob } from '../ui/saveAs';
import { leaveStudy, openKeptStudy, openNew, saveNow } from './sync';

/** The last saved first; undefined until they are known. */
export const useStudies = create<{ studies?: readonly StudyInfo[] | undefined }>(() => ({}));

export async function refreshStudies(): Promise<void> {
  try {
    useStudies.setState({ studies: await client.studies.list() });
  } catch (error) {
    notifyError(error);
  }
}

/** Moves the open study to the bin; its runs stay. */
export async function deleteOpenStudy(): Promise<void> {
  const open = openStudyNow();
  if (!open || !(await saveNow())) return;
  try {
    const entry = await client.studies.remove({ id: open.id });
    if (openStudyNow()?.id === open.id) closeStudy();
    tellDeleted(entry);
  } catch (error) {
    notifyError(error);
  }
}

export function exportStudy(study: Study): void {
  const blob = new Blob([`${JSON.stringify(study, null, 2)}\n`], { type: 'application/json' });
  const name = study.name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').trim() || 'study';
  saveBlob(blob, `${name}.study.json`);
}

export function pickStudy(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void importStudy(file);
  });
  input.click();
}

/** Opens a file as a new study, or says what is wrong with it. */
export async function importStudy(file: Pick<File, 'name' | 'size' | 'text'>): Promise<void> {
  if (file.size > LARGEST_GRAPH_FILE) {
    notify({ severity: 'error', text: t('build.notice.tooLarge', { name: file.name }) });
    return;
  }
  try {
    const study = parseStudyText(await file.text());
    await leaveStudy();
    if (!openStudyNow()) openNew(study);
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    const reason = textOf(error.said);
    notify({ severity: 'error', text: t('studies.notOpened', { name: file.name, reason }) });
  }
}

/** The name of its folder is its id. */
onRestored('study', ({ from }) => void openKeptStudy(from.split(/[\\/]/).at(-1)!));
