/** The contents of the form in Train; stored by the host and shared by all windows. */
import { create } from 'zustand';
import type { Values } from '../../core/contract/kept';
import { datasetIdSchema } from '../../core/study/data';
import { recipes } from '../../core/study/recipes';
import type { DatasetId } from '../../core/study/settings';
import { oldState } from '../state/kept/earlierStorage';
import { keep } from '../state/kept/keep';
import { INITIAL } from './draft';
import type { Draft } from './field';
import { FIELDS, isForDataset } from './fields';
import { decides, recipeNamed, withRecipe } from './recipe';

export interface Kept {
  /** Name of the study; if empty, it is made from the arms. */
  name: string;
  /** As typed: "1, 2, 3". */
  seeds: string;
  draft: Draft;
  /** By id of a data set that was chosen before: its limits, classes and the like (fields.ts). */
  ofDatasets: Readonly<Record<string, Draft>>;
  /** Id of the recipe that filled the form last. */
  recipe: string;
  /** Arms that the person ticked or unticked, by key. */
  ticked: Readonly<Record<string, boolean>>;
  /** Keys of the plain twins and presets that were added (arms.ts). */
  added: readonly string[];
}

export interface TrainForm extends Kept {
  /** The form as it was when a study was opened, and will be when it is closed. Only this is kept. */
  aside?: Kept | undefined;
  set(change: Record<string, string | boolean>): void;
  /** @param trainImages per epoch, for recipes that count updates */
  fill(recipe: string, trainImages: number | undefined): void;
  /** @param choices by key of an arm */
  tick(choices: Readonly<Record<string, boolean>>): void;
  addArm(key: string): void;
  removeArm(key: string): void;
}

export const BEGINNING: Kept = {
  name: '',
  seeds: '1',
  draft: INITIAL,
  ofDatasets: {},
  recipe: recipes[0]!.id,
  ticked: {},
  added: [],
};

export const datasetOf = (draft: Draft): DatasetId => draft.dataset as DatasetId;

/** The kept values that the form has a field of this type for. */
function settingsOf(values: Readonly<Record<string, unknown>>): Record<string, string | boolean> {
  const known = Object.entries(values).filter(
    ([key, value]) => Object.hasOwn(INITIAL, key) && typeof value === typeof INITIAL[key],
  );
  const settings = Object.fromEntries(known) as Record<string, string | boolean>;
  if ('dataset' in settings && !datasetIdSchema.safeParse(settings.dataset).success) delete settings.dataset;
  return settings;
}

export function keptOf({ name, seeds, draft, ofDatasets, recipe, ticked, added }: Kept): Kept {
  return { name, seeds, draft, ofDatasets, recipe, ticked, added };
}

const boundKeys = FIELDS.filter(isForDataset).map(({ key }) => key);

const boundPart = (draft: Draft): Draft => Object.fromEntries(boundKeys.map((key) => [key, draft[key]!]));

/** What the data sets' own settings are, with those of the chosen one. */
export const datasetSettings = ({ draft, ofDatasets }: Pick<Kept, 'draft' | 'ofDatasets'>) => ({
  ...ofDatasets,
  [datasetOf(draft)]: boundPart(draft),
});

/** Another data set gets its own limits and classes back; one that was never chosen starts with those of the recipe. */
function withChange(form: TrainForm, change: Record<string, string | boolean>): Partial<TrainForm> {
  const draft = { ...form.draft, ...change };
  const dataset = datasetOf(draft);
  if (dataset === datasetOf(form.draft)) return { draft };
  const start = withRecipe(INITIAL, recipeNamed(form.recipe), undefined);
  return {
    draft: { ...draft, ...boundPart(start), ...form.ofDatasets[dataset], ...change },
    ofDatasets: datasetSettings(form),
  };
}

/** What the recipe decides is no longer a data set's own. */
function withoutDecided(ofDatasets: Kept['ofDatasets'], recipe: string): Kept['ofDatasets'] {
  const decided = new Set(
    FIELDS.filter((field) => decides(recipeNamed(recipe), field)).map(({ key }) => key),
  );
  const kept = (draft: Draft) =>
    Object.fromEntries(Object.entries(draft).filter(([key]) => !decided.has(key)));
  return Object.fromEntries(Object.entries(ofDatasets).map(([id, draft]) => [id, kept(draft)]));
}

export const useTrainForm = create<TrainForm>()((set) => ({
  ...BEGINNING,
  set: (change) => set((form) => withChange(form, change)),
  fill: (recipe, trainImages) =>
    set(({ draft, ofDatasets }) => ({
      recipe,
      draft: withRecipe(draft, recipeNamed(recipe), trainImages),
      ofDatasets: withoutDecided(ofDatasets, recipe),
    })),
  tick: (choices) => set(({ ticked }) => ({ ticked: { ...ticked, ...choices } })),
  addArm: (key) =>
    set(({ added, ticked }) => ({
      added: added.includes(key) ? added : [...added, key],
      ticked: { ...ticked, [key]: true },
    })),
  removeArm: (key) => set(({ added }) => ({ added: added.filter((other) => other !== key) })),
}));

const keptPart = (form: TrainForm): Kept => keptOf(form.aside ?? form);

const changed = ({ aside }: TrainForm, change: Partial<Kept>): Partial<TrainForm> =>
  aside ? { aside: { ...aside, ...change } } : change;

const OLD = 'skipwire.train.v2';

keep(useTrainForm, {
  concern: 'train',
  live: true,
  values: (form) => {
    const { name, seeds, recipe, ticked, added } = keptPart(form);
    return { name, seeds, recipe, ticked: { ...ticked }, added: [...added] };
  },
  change: ({ recipe, ...values }, form) =>
    changed(form, {
      ...(values as Partial<Kept>),
      ...(recipe !== undefined && { recipe: recipeNamed(String(recipe)).id }),
    }),
  old: { key: OLD, values: () => oldState(OLD) as Values | undefined },
});

keep(useTrainForm, {
  concern: 'trainSettings',
  live: true,
  values: (form) => ({ ...keptPart(form).draft }),
  change: (values, form) => changed(form, { draft: { ...keptPart(form).draft, ...settingsOf(values) } }),
  old: { key: OLD, values: () => oldState(OLD)?.draft as Values | undefined },
});

keep(useTrainForm, {
  concern: 'datasetSettings',
  anyName: true,
  live: true,
  values: (form) => ({ ...keptPart(form).ofDatasets }),
  change: (values, form) =>
    changed(form, {
      ofDatasets: {
        ...keptPart(form).ofDatasets,
        ...Object.fromEntries(
          Object.entries(values).map(([id, kept]) => [id, settingsOf(kept as Record<string, unknown>)]),
        ),
      },
    }),
});
