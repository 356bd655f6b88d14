/** Which recipe filled the form, what has been changed since, and the way back. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useMemo } from 'react';
import { recipes } from '../../core/study/recipes';
import { notify } from '../state/notices';
import { Field, Mono } from '../ui';
import { token } from '../ui/theme/tokens';
import { useTrainForm } from './form';
import { type Changed, changedFrom, filledWords, recipeNamed } from './recipe';

/** More than these are not named. */
const NAMED = 3;

function changedWords(changed: readonly Changed[]): string {
  const names = [...new Set(changed.map(({ label }) => label))];
  const more = names.length - NAMED;
  // "and 1 more" would be no shorter than its name.
  return more > 1 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
}

/** What a recipe overwrites is said, with the way back. */
function fillAndTell(id: string, trainImages: number | undefined): void {
  const before = useTrainForm.getState();
  before.fill(id, trainImages);
  notify({
    severity: 'info',
    text: filledWords(recipeNamed(id), before.draft, useTrainForm.getState().draft),
    action: {
      label: 'Take it back',
      perform: () => useTrainForm.setState({ draft: before.draft, recipe: before.recipe }),
    },
  });
}

export function RecipeRow({ trainImages }: { trainImages: number | undefined }) {
  const { draft, recipe: id, fill } = useTrainForm();
  const recipe = recipeNamed(id);
  const changed = useMemo(() => changedFrom(draft, recipe, trainImages), [draft, recipe, trainImages]);
  return (
    <>
      <Field label="recipe" htmlFor="train-recipe" help={`${recipe.description} ${recipe.source}`}>
        <Select<string>
          fullWidth
          value={recipe.id}
          // The name that the command line takes: the long one would be cut off.
          renderValue={() => recipe.id}
          onChange={(event) => fillAndTell(event.target.value, trainImages)}
          slotProps={{ input: { id: 'train-recipe' } }}
          SelectDisplayProps={{ 'aria-label': 'recipe' }}
          MenuProps={{ slotProps: { paper: { sx: { width: 320 } } } }}
        >
          {recipes.map(({ id, name, description }) => (
            <MenuItem key={id} value={id} sx={{ display: 'block', whiteSpace: 'normal', py: '7px' }}>
              <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2 }}>
                <Box component="span" sx={{ flex: 1, fontWeight: 550 }}>
                  {name}
                </Box>
                <Mono>{id}</Mono>
              </Box>
              <Box sx={{ fontSize: 12, lineHeight: '16px', color: token('muted') }}>{description}</Box>
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
            title={changed.map(({ label, was }) => `${label}: ${was} in the recipe`).join('\n')}
          >
            Changed from {recipe.id}: {changedWords(changed)}.
          </Box>
          <Button
            variant="text"
            color="primary"
            aria-label={`Back to the recipe ${recipe.name}`}
            onClick={() => fill(recipe.id, trainImages)}
            sx={{ minHeight: 22, px: '6px', mr: '-6px', fontSize: 12 }}
          >
            Back
          </Button>
        </Box>
      )}
    </>
  );
}
