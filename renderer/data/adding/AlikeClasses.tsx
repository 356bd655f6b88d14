/** Names of classes that differ only in spelling, and a checkbox that merges them. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import { joinSome, t } from '../../../core/messages';

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
  const groups = alike.map((names) => names.map((name) => `"${name}"`).join(' / '));
  return (
    <Alert severity="warning" sx={{ mb: 3, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      {t('data.add.alike.body', { names: joinSome(groups) })}
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
