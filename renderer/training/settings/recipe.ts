/** Recipes in the form: filling it, and telling what has been changed since. Pure. */
import { applyRecipe, type Recipe, recipes } from '../../../core/study/recipes';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { draftOf, readField } from './draft';
import { type Draft, inForce, type SettingField } from './field';
import { FIELDS, fieldOf } from './fields';
import { shownValue } from './shown';

/** The recipe of this id; the first one where there is none of it any more. */
export const recipeNamed = (id: string): Recipe => recipes.find((recipe) => recipe.id === id) ?? recipes[0]!;

const DEFAULTS = trainingSettingsSchema.parse({});

/** The draft with all that the recipe decides; data, checkpoints and diagnostics stay as they are. */
export function withRecipe(draft: Draft, recipe: Recipe, trainImages: number | undefined): Draft {
  const filled = draftOf(applyRecipe(recipe, DEFAULTS, trainImages), draft);
  const kept = FIELDS.filter((field) => !decides(recipe, field)).map(({ key }) => [key, draft[key]!]);
  return { ...filled, ...Object.fromEntries(kept) };
}

function decides(recipe: Recipe, field: SettingField): boolean {
  const path = field.control === 'mode' ? field.modes[0]!.path : field.path;
  return Object.hasOwn(recipe.settings, path.split('.')[0]!);
}

export interface Changed {
  label: string;
  /** As the recipe has it. */
  was: string;
}

/** Fields that no longer say what the recipe says, in the form's order. */
export function changedFrom(draft: Draft, recipe: Recipe, trainImages: number | undefined): Changed[] {
  const wanted = withRecipe(draft, recipe, trainImages);
  const says = (field: SettingField, of: Draft) =>
    inForce(field, of) ? JSON.stringify(readField(field, of[field.key])) : undefined;
  const differs = (field: SettingField) => says(field, draft) !== says(field, wanted);
  return FIELDS.filter(
    (field) =>
      decides(recipe, field) &&
      differs(field) &&
      // With another schedule come other fields: the schedule says it all.
      !(field.when && differs(fieldOf(field.when.key))),
  ).map((field) => ({
    label: field.label,
    was: inForce(field, wanted) ? shownValue(field, wanted) : 'nothing',
  }));
}
