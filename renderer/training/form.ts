/** What is typed and chosen in the Train view; kept in the browser's storage, so that a reload loses nothing. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { datasetIdSchema } from '../../core/study/data';
import { recipes } from '../../core/study/recipes';
import type { DatasetId } from '../../core/study/settings';
import { INITIAL } from './settings/draft';
import type { Draft } from './settings/field';
import { recipeNamed, withRecipe } from './settings/recipe';

interface Kept {
  /** Of the study; empty takes a name made of its arms. */
  name: string;
  /** As typed: "1, 2, 3". */
  seeds: string;
  draft: Draft;
  /** Id of the recipe that filled the form last. */
  recipe: string;
  /** Arms ticked or unticked by the person, by key; all others take their default. */
  ticked: Readonly<Record<string, boolean>>;
  /** Keys of the arms that were added to the open graphs: plain twins and presets (arms.ts). */
  added: readonly string[];
}

export interface TrainForm extends Kept {
  set(change: Record<string, string | boolean>): void;
  setName(name: string): void;
  setSeeds(seeds: string): void;
  /** @param trainImages that a run will train on, for recipes that count updates. */
  fill(recipe: string, trainImages: number | undefined): void;
  tick(key: string, on: boolean): void;
  addArm(key: string): void;
  removeArm(key: string): void;
}

/** The ablation study's. */
export const BEGINNING: Kept = {
  name: '',
  seeds: '1',
  draft: INITIAL,
  recipe: recipes[0]!.id,
  ticked: {},
  added: [],
};

/** Damaged or foreign storage gives the defaults. */
export function readStored(stored: unknown): Kept {
  if (typeof stored !== 'object' || stored === null) return BEGINNING;
  const { name, seeds, draft, recipe, ticked, added } = stored as Record<string, unknown>;
  const typed: Record<string, string | boolean> = { ...INITIAL };
  if (typeof draft === 'object' && draft !== null) {
    for (const [key, value] of Object.entries(draft)) {
      if (typeof value === typeof typed[key]) typed[key] = value as string | boolean;
    }
  }
  if (!datasetIdSchema.safeParse(typed.dataset).success) typed.dataset = INITIAL.dataset!;
  return {
    name: typeof name === 'string' ? name : '',
    seeds: typeof seeds === 'string' ? seeds : BEGINNING.seeds,
    draft: typed,
    recipe: recipeNamed(String(recipe)).id,
    ticked: typeof ticked === 'object' && ticked !== null ? (ticked as Record<string, boolean>) : {},
    added: Array.isArray(added) ? added.filter((key) => typeof key === 'string') : [],
  };
}

export const keptOf = ({ name, seeds, draft, recipe, ticked, added }: Kept): Kept => ({
  name,
  seeds,
  draft,
  recipe,
  ticked,
  added,
});

export const useTrainForm = create<TrainForm>()(
  persist(
    (set) => ({
      ...BEGINNING,
      set: (change) => set(({ draft }) => ({ draft: { ...draft, ...change } })),
      setName: (name) => set({ name }),
      setSeeds: (seeds) => set({ seeds }),
      fill: (recipe, trainImages) =>
        set(({ draft }) => ({ recipe, draft: withRecipe(draft, recipeNamed(recipe), trainImages) })),
      tick: (key, on) => set(({ ticked }) => ({ ticked: { ...ticked, [key]: on } })),
      addArm: (key) =>
        set(({ added, ticked }) => ({
          added: added.includes(key) ? added : [...added, key],
          ticked: { ...ticked, [key]: true },
        })),
      removeArm: (key) => set(({ added }) => ({ added: added.filter((other) => other !== key) })),
    }),
    {
      name: 'skipwire.train.v2',
      storage: createJSONStorage(() => globalThis.localStorage),
      partialize: (form): Kept => keptOf(form),
      merge: (stored, initial) => ({ ...initial, ...readStored(stored) }),
    },
  ),
);

/** The data set that is chosen now. */
export const datasetOf = (draft: Draft): DatasetId => draft.dataset as DatasetId;
