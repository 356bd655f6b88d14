/** Saves the open study on the host as it is edited, and joins the edits of other windows. */
import { create } from 'zustand';
import type { Study } from '../../core/ablation/study';
import type { KeptStudy } from '../../core/contract/studies';
import { join, t } from '../../core/messages';
import { client } from '../client/client';
import { notifyError, saveProblem } from '../client/errors';
import { closeStudy, type OpenStudy, openStudyNow, showStudy, useOpenStudy } from '../settings/study/open';
import { keep } from '../state/kept/keep';
import { notify } from '../state/notices';
import { uniqueToken } from '../state/token';
import { notSaved, saved, saving } from '../state/unsaved';
import { type MergedStudy, mergeStudies } from './merge';

/** Milliseconds: edits within them are one save. */
const SAVE_AFTER = 250;

/** What the host has; `study` is absent for a new study. */
interface OnHost {
  id: string;
  kept?: KeptStudy | undefined;
}

let onHost: OnHost | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let work: Promise<void> | undefined;

const keyOf = ({ id }: { id: string }) => `study:${id}`;
const wordsOf = ({ study }: { study: Study }) => t('studies.theStudy', { name: study.name });
const isSaved = ({ id, study }: OpenStudy) => onHost?.id === id && onHost.kept?.study === study;

/** A study that the host does not have yet. */
export function openNew(study: Study): void {
  const id = `study-${uniqueToken()}`;
  onHost = { id };
  showStudy({ id, study });
}

/** @returns whether it is open now. */
export async function openKeptStudy(id: string): Promise<boolean> {
  if (!(await saveNow())) return false;
  try {
    const kept = await client.studies.get({ id });
    onHost = { id, kept };
    showStudy({ id, study: kept.study });
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

/** A study that cannot be saved stays open. */
export async function leaveStudy(): Promise<void> {
  if (await saveNow()) closeStudy();
}

/** Resolves when the host has the open study, or has refused it. @returns whether the host has it */
export async function saveNow(): Promise<boolean> {
  clearTimeout(timer);
  const open = openStudyNow();
  if (!open) return true;
  await work;
  if (!isSaved(open)) await begin();
  const now = openStudyNow();
  return !now || isSaved(now);
}

function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void begin(), SAVE_AFTER);
}

function begin(): Promise<void> {
  work ??= save().finally(() => {
    work = undefined;
    const open = openStudyNow();
    if (open && !isSaved(open) && !failed) soon();
  });
  return work;
}

let failed = false;

async function save(open = openStudyNow()): Promise<void> {
  failed = false;
  if (!open || isSaved(open)) return;
  const { id, study } = open;
  const base = onHost?.id === id ? onHost.kept : undefined;
  try {
    const answer = await client.studies.save({ id, study, ...(base ? { base: base.revision } : {}) });
    if (answer.type === 'saved') {
      onHost = { id, kept: { study, revision: answer.revision } };
      const now = openStudyNow();
      if (now?.id !== id || isSaved(now)) saved(keyOf(open));
    } else if (answer.type === 'conflict') takeOver(id, base, answer.kept);
    else {
      // Deleted elsewhere, and edited here since.
      onHost = { id };
      notify({ severity: 'info', text: t('studies.deletedElsewhere', { name: study.name }) });
    }
  } catch (error) {
    failed = true;
    const action = { label: t('common.tryAgain'), perform: () => void begin() };
    notSaved(keyOf(open), wordsOf(open), saveProblem(error, { next: '', action }));
  }
}

/** Another window saved this study meanwhile: its edits and this window's are joined. */
function takeOver(id: string, base: KeptStudy | undefined, theirs: KeptStudy): void {
  const open = openStudyNow();
  onHost = { id, kept: theirs };
  if (open?.id !== id) return;
  const { study, replaced } = mergeStudies(base?.study ?? open.study, open.study, theirs.study);
  showStudy({ id, study });
  const names = replaced.map(nameOf);
  notify({
    severity: 'info',
    text:
      names.length > 0
        ? t('studies.conflict', { name: study.name, parts: join(names) })
        : t('studies.joined', { name: study.name }),
  });
}

function nameOf(part: MergedStudy['replaced'][number]): string {
  return typeof part === 'object' ? part.arm : t('studies.part', { part });
}

/** When the window is shown again, what another one has saved meanwhile. */
async function look(): Promise<void> {
  const open = openStudyNow();
  if (!open || !isSaved(open)) return;
  const kept = await client.studies.get({ id: open.id }).catch(() => undefined);
  const now = openStudyNow();
  if (!kept || now?.id !== open.id || !isSaved(now) || kept.revision === onHost?.kept?.revision) return;
  onHost = { id: open.id, kept };
  showStudy({ id: open.id, study: kept.study });
}

useOpenStudy.subscribe(({ open }, { open: before }) => {
  if (before && !open && !isSaved(before)) void save(before);
  if (!open || open === before || isSaved(open)) return;
  saving(keyOf(open), wordsOf(open));
  soon();
});

window.addEventListener('pagehide', () => void saveNow());
window.addEventListener('focus', () => void look());

/** Which study is open in this window. */
const useLast = create<{ id: string }>(() => ({ id: '' }));

keep(useLast, {
  concern: 'view',
  values: ({ id }) => ({ study: id }),
  change: ({ study }) => {
    const id = String(study);
    if (id === '' || openStudyNow()) return { id };
    void openKeptStudy(id).then((isOpen) => isOpen || useLast.setState({ id: '' }));
    return { id };
  },
});

useOpenStudy.subscribe(({ open }) => useLast.setState({ id: open?.id ?? '' }));
