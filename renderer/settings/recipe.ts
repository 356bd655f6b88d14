/** Fills the form from a recipe, and finds later changes. Pure. */
import { joinSome, t } from '../../core/messages';
import { applyRecipe, type Recipe, recipes } from '../../core/study/recipes';
import { shownValue } from './describeField';
import { DEFAULTS, draftOf, readField } from './draft';
import { type Draft, fieldNoun, inForce, type SettingField } from './field';
import { FIELDS, fieldOf } from './fields';

/** The recipe with this id, or the first one if it no longer exists. */
export const recipeNamed = (id: string): Recipe => recipes.find((recipe) => recipe.id === id) ?? recipes[0]!;

/** The draft with the recipe's settings; what it does not set (data, checkpoints, diagnostics) stays. */
export function withRecipe(draft: Draft, recipe: Recipe, trainImages: number | undefined): Draft {
  const filled = draftOf(applyRecipe(recipe, DEFAULTS, trainImages), draft);
  const kept = FIELDS.filter((field) => !decides(recipe, field)).map(({ key }) => [key, draft[key]!]);
  return { ...filled, ...Object.fromEntries(kept) };
}

export function decides(recipe: Recipe, field: SettingField): boolean {
  const path = field.control === 'mode' ? field.modes[0]!.path : field.path;
  return Object.hasOwn(recipe.settings, path.split('.')[0]!);
}

export interface Changed {
  label: string;
  was: string;
  now: string;
}

/** Fields that differ between two drafts, in the form's order. */
function differing(
  draft: Draft,
  from: Draft,
  included: (field: SettingField) => boolean = () => true,
): Changed[] {
  const says = (field: SettingField, one: Draft) =>
    inForce(field, one) ? JSON.stringify(readField(field, one[field.key])) : undefined;
  const differs = (field: SettingField) => says(field, draft) !== says(field, from);
  const shown = (field: SettingField, one: Draft) =>
    inForce(field, one) ? shownValue(field, one) : t('settings.none');
  return FIELDS.filter(
    (field) =>
      included(field) &&
      differs(field) &&
      // Another schedule has other fields; the schedule itself is enough.
      !(field.when && differs(fieldOf(field.when.key))),
  ).map((field) => ({ label: fieldNoun(field), was: shown(field, from), now: shown(field, draft) }));
}

/** Fields that no longer have the recipe's value. */
export const changedFrom = (draft: Draft, recipe: Recipe, trainImages: number | undefined): Changed[] =>
  differing(draft, withRecipe(draft, recipe, trainImages), (field) => decides(recipe, field));

/** "Filled in from quick: epochs 5 → 10, batch size 256 → 128 and 6 more." */
export function filledWords(recipe: Recipe, before: Draft, after: Draft): string {
  const changes = differing(after, before).map(({ label, was, now }) => `${label} ${was} → ${now}`);
  if (changes.length === 0) return t('settings.recipe.same', { recipe: recipe.id });
  return t('settings.recipe.filled', { recipe: recipe.id, changes: joinSome(changes, 5) });
}
