/** The recipe that filled the form, what was changed since, and a button that resets it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useMemo } from 'react';
import { joinSome, t } from '../../core/messages';
import { recipes, recipeTexts } from '../../core/study/recipes';
import { notify } from '../state/notices';
import { Field, Mono, Note } from '../ui';
import { useTrainForm } from './form';
import { changedFrom, filledWords, recipeNamed } from './recipe';

/** Says what the recipe changed, with a way back. */
function fillAndTell(id: string, trainImages: number | undefined): void {
  const before = useTrainForm.getState();
  before.fill(id, trainImages);
  notify({
    severity: 'info',
    text: filledWords(recipeNamed(id), before.draft, useTrainForm.getState().draft),
    action: {
      label: t('settings.recipe.undo'),
      perform: () => useTrainForm.setState({ draft: before.draft, recipe: before.recipe }),
    },
  });
}

export function RecipeRow({ trainImages }: { trainImages: number | undefined }) {
  const { draft, recipe: id, fill } = useTrainForm();
  const recipe = recipeNamed(id);
  const texts = recipeTexts(recipe);
  const changed = useMemo(() => changedFrom(draft, recipe, trainImages), [draft, recipe, trainImages]);
  return (
    <>
      <Field
        label={t('settings.recipe.label')}
        htmlFor="train-recipe"
        help={`${texts.description} ${texts.source}`}
      >
        <Select<string>
          fullWidth
          value={recipe.id}
          // The id, since the name would be cut off.
          renderValue={() => recipe.id}
          onChange={(event) => fillAndTell(event.target.value, trainImages)}
          slotProps={{ input: { id: 'train-recipe' } }}
          SelectDisplayProps={{ 'aria-label': t('settings.recipe.label') }}
          MenuProps={{ slotProps: { paper: { sx: { width: 320 } } } }}
        >
          {recipes.map(({ id }) => (
            <MenuItem key={id} value={id} sx={{ display: 'block', whiteSpace: 'normal', py: '7px' }}>
              <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2 }}>
                <Box component="span" sx={{ flex: 1, fontWeight: 550 }}>
                  {recipeTexts({ id }).name}
                </Box>
                <Mono>{id}</Mono>
              </Box>
              <Note>{recipeTexts({ id }).description}</Note>
            </MenuItem>
          ))}
        </Select>
      </Field>
      {changed.length > 0 && (
        <Note role="status" sx={{ display: 'flex', alignItems: 'flex-start', gap: 2, mt: '-3px', mb: '6px' }}>
          <Box
            sx={{ flex: 1, minWidth: 0, py: '3px' }}
            title={changed.map(({ label, was }) => t('settings.recipe.was', { label, was })).join('\n')}
          >
            {t('settings.recipe.changed', {
              recipe: recipe.id,
              settings: joinSome([...new Set(changed.map(({ label }) => label))], 3),
            })}
          </Box>
          <Button
            variant="text"
            color="primary"
            aria-label={t('settings.recipe.reset', { name: texts.name })}
            onClick={() => fill(recipe.id, trainImages)}
            sx={{ minHeight: 22, px: '6px', mr: '-6px', fontSize: 12 }}
          >
            {t('settings.recipe.resetShort')}
          </Button>
        </Note>
      )}
    </>
  );
}
