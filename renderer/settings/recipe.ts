/** Recipes in the form: filling it, and telling what has been changed since. Pure. */
import { someOf, t } from '../../core/messages';
import { applyRecipe, type Recipe, recipes } from '../../core/study/recipes';
import { trainingSettingsSchema } from '../../core/study/settings';
import { draftOf, readField } from './draft';
import { type Draft, fieldNoun, inForce, type SettingField } from './field';
import { FIELDS, fieldOf } from './fields';
import { shownValue } from './shownValue';

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
  /** As the recipe has it; of a form that was filled, as it was before. */
  was: string;
  now: string;
}

/** Fields that do not say the same in two drafts, in the form's order. */
function differing(draft: Draft, from: Draft, of: (field: SettingField) => boolean): Changed[] {
  const says = (field: SettingField, one: Draft) =>
    inForce(field, one) ? JSON.stringify(readField(field, one[field.key])) : undefined;
  const differs = (field: SettingField) => says(field, draft) !== says(field, from);
  const shown = (field: SettingField, one: Draft) =>
    inForce(field, one) ? shownValue(field, one) : t('settings.none');
  return FIELDS.filter(
    (field) =>
      of(field) &&
      differs(field) &&
      // With another schedule come other fields: the schedule says it all.
      !(field.when && differs(fieldOf(field.when.key))),
  ).map((field) => ({ label: fieldNoun(field), was: shown(field, from), now: shown(field, draft) }));
}

/** Fields that no longer say what the recipe says. */
export const changedFrom = (draft: Draft, recipe: Recipe, trainImages: number | undefined): Changed[] =>
  differing(draft, withRecipe(draft, recipe, trainImages), (field) => decides(recipe, field));

/** "Filled in from quick: epochs 5 → 10, batch size 256 → 128 and 6 more." */
export function filledWords(recipe: Recipe, before: Draft, after: Draft): string {
  const changes = differing(after, before, () => true).map(
    ({ label, was, now }) => `${label} ${was} → ${now}`,
  );
  if (changes.length === 0) return t('settings.recipe.same', { recipe: recipe.id });
  return t('settings.recipe.filled', { recipe: recipe.id, changes: someOf(changes, 5) });
}
