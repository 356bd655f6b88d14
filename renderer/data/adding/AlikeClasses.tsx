/** Classes whose names differ only in spelling: said, and merged where the person wants it. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import { plural } from '../../../core/format/plural';

const FEW = 4;

export function AlikeClasses({
  alike,
  mustMerge,
  merge,
  busy,
  onMerge,
}: {
  alike: readonly (readonly string[])[];
  mustMerge: boolean;
  merge: boolean;
  busy: boolean;
  onMerge(merge: boolean): void;
}) {
  if (alike.length === 0) return null;
  const named = alike
    .slice(0, FEW)
    .map((names) => names.map((name) => `“${name}”`).join(', '))
    .join('; ');
  const more = alike.length > FEW ? ` and ${plural(alike.length - FEW, 'more', 'more')}` : '';
  return (
    <Alert severity="warning" sx={{ mb: 3, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      These class names differ in spelling only: {named}
      {more}.{mustMerge && ' The splits spell them differently, so they have to be merged.'}
      <Box component="label" sx={{ display: 'flex', alignItems: 'center', gap: '4px', mt: '6px' }}>
        <Checkbox
          size="small"
          sx={{ p: '3px', ml: '-3px' }}
          checked={merge || mustMerge}
          disabled={mustMerge || busy}
          onChange={(_event, next) => onMerge(next)}
        />
        Merge them into one class
      </Box>
    </Alert>
  );
}
