/** Which recipe filled the form, what has been changed since, and the way back. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useMemo } from 'react';
import { joinSome, t } from '../../core/messages';
import { recipes, recipeTexts } from '../../core/study/recipes';
import { notify } from '../state/notices';
import { Field, Mono } from '../ui';
import { token } from '../ui/theme/tokens';
import { useTrainForm } from './form';
import { type Changed, changedFrom, filledWords, recipeNamed } from './recipe';

/** More than these are not named. */
const NAMED = 3;

function changedWords(changed: readonly Changed[]): string {
  const names = [...new Set(changed.map(({ label }) => label))];
  // "and 1 more" would be no shorter than its name.
  return joinSome(names, names.length === NAMED + 1 ? names.length : NAMED);
}

/** What a recipe overwrites is said, with the way back. */
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
          // The name that the command line takes: the long one would be cut off.
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
              <Box sx={{ fontSize: 12, lineHeight: '16px', color: token('muted') }}>
                {recipeTexts({ id }).description}
              </Box>
            </MenuItem>
          ))}
        </Select>
      </Field>
      {changed.length > 0 && (
        <Box
          role="status"
          sx={{
            display: 'flex',
            alignItems: 'flex-start',
            gap: 2,
            mt: '-3px',
            mb: '6px',
            fontSize: 12,
            lineHeight: '16px',
            color: token('muted'),
          }}
        >
          <Box
            sx={{ flex: 1, minWidth: 0, py: '3px' }}
            title={changed.map(({ label, was }) => t('settings.recipe.was', { label, was })).join('\n')}
          >
            {t('settings.recipe.changed', { recipe: recipe.id, settings: changedWords(changed) })}
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
        </Box>
      )}
    </>
  );
}
