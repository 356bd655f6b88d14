/** The study that is open in Train. Its settings and seeds are edited in the form, everything else here. */
import { create } from 'zustand';
import { settingsOf } from '../../../core/ablation/read';
import type { Study } from '../../../core/ablation/study';
import { sameJson } from '../../../core/basics/same-json';
import { recipes } from '../../../core/study/recipes';
import { changesBetween } from '../../../core/study/setting/changes';
import { draftOf, INITIAL } from '../draft';
import { keptOf, useTrainForm } from '../form';
import { validateForm } from '../validate';

export interface OpenStudy {
  id: string;
  study: Study;
}

export const useOpenStudy = create<{ open?: OpenStudy | undefined }>(() => ({}));

export const openStudyNow = (): OpenStudy | undefined => useOpenStudy.getState().open;

/** The form takes what a study says, and must not write it back as an edit. */
let filling = false;

function fillForm({ seeds, recipe = recipes[0]!.id, ...study }: Study): void {
  const form = useTrainForm.getState();
  filling = true;
  useTrainForm.setState({
    aside: form.aside ?? keptOf(form),
    name: study.name,
    seeds: seeds.join(', '),
    recipe,
    draft: draftOf(settingsOf({ ...study, recipe }), INITIAL),
    ofDatasets: form.aside ? form.ofDatasets : {},
  });
  filling = false;
}

/** Shows a study, or another version of the one that is open. The form is put aside until it is closed. */
export function showStudy(open: OpenStudy): void {
  useOpenStudy.setState({ open });
  fillForm(open.study);
}

/** The form is again as it was. */
export function closeStudy(): void {
  useOpenStudy.setState({ open: undefined });
  const { aside } = useTrainForm.getState();
  if (aside) useTrainForm.setState({ ...aside, aside: undefined });
}

/** Edits the open study. */
export function editStudy(edit: (study: Study) => Study): void {
  const { open } = useOpenStudy.getState();
  if (!open) return;
  const study = edit(open.study);
  if (study !== open.study) useOpenStudy.setState({ open: { ...open, study } });
}

/** What is typed in the form becomes part of the study as soon as it is valid. */
useTrainForm.subscribe(({ draft, seeds, recipe }, before) => {
  if (filling || (draft === before.draft && seeds === before.seeds && recipe === before.recipe)) return;
  editStudy((study) => {
    const checked = validateForm(draft, seeds);
    if (!checked.settings) return study;
    const start = settingsOf({ recipe, settings: {} });
    const next = {
      ...study,
      recipe,
      seeds: [...checked.seeds],
      settings: changesBetween(start, checked.settings),
    };
    return sameJson(next, study) ? study : next;
  });
});
