/** Classes whose names differ only in spelling: said, and merged where the person wants it. */

import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import { t } from '../../../core/messages';

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
  const count = alike.length - FEW;
  return (
    <Alert severity="warning" sx={{ mb: 3, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      {count > 0
        ? t('data.add.alike.bodyMore', { names: named, count })
        : t('data.add.alike.body', { names: named })}
      {mustMerge && ` ${t('data.add.alike.mustMerge')}`}
      <Box component="label" sx={{ display: 'flex', alignItems: 'center', gap: '4px', mt: '6px' }}>
        <Checkbox
          size="small"
          sx={{ p: '3px', ml: '-3px' }}
          checked={merge || mustMerge}
          disabled={mustMerge || busy}
          onChange={(_event, next) => onMerge(next)}
        />
        {t('data.add.alike.merge')}
      </Box>
    </Alert>
  );
}
