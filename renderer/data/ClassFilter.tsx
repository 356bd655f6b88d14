/** A choice of one class or all, with search, since a set may have a thousand. */
import Autocomplete, { createFilterOptions } from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { formatCount } from '../../core/format/number';
import { t } from '../../core/messages';
import { token } from '../ui/theme/tokens';

interface Option {
  index: number;
  name: string;
}

/** A list of a thousand opens slowly. */
const filter = createFilterOptions<Option>({ limit: 100, stringify: ({ name }) => name });

export function ClassFilter({
  classes,
  perClass,
  value,
  onChange,
}: {
  classes: readonly string[];
  /** Images of each class in the split. */
  perClass: readonly number[];
  value: number | undefined;
  onChange(value: number | undefined): void;
}) {
  const options = classes.map((name, index) => ({ index, name }));
  return (
    <Autocomplete<Option>
      size="small"
      options={options}
      value={value === undefined ? null : (options[value] ?? null)}
      onChange={(_event, next) => onChange(next?.index)}
      filterOptions={filter}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ index }) => index}
      isOptionEqualToValue={(one, other) => one.index === other.index}
      noOptionsText={t('data.examples.noClass')}
      sx={{ width: 190, '& .MuiOutlinedInput-root.MuiInputBase-sizeSmall': { py: 0, pl: '2px', height: 30 } }}
      slotProps={{
        popper: { style: { minWidth: 240 }, placement: 'bottom-start' },
        paper: { sx: { border: `1px solid ${token('line')}`, fontSize: 13 } },
      }}
      renderInput={({ slotProps, ...params }) => (
        <TextField
          {...params}
          placeholder={t('data.examples.classChoice', { count: classes.length })}
          slotProps={{
            ...slotProps,
            htmlInput: { ...slotProps?.htmlInput, 'aria-label': t('data.examples.class') },
          }}
        />
      )}
      renderOption={({ key, ...props }, { index, name }) => (
        <Box component="li" key={key} {...props} sx={{ gap: 2, minHeight: '30px !important' }}>
          <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{name}</Box>
          <Box sx={{ color: token('muted'), fontVariantNumeric: 'tabular-nums' }}>
            {perClass[index] === undefined ? '' : formatCount(perClass[index])}
          </Box>
        </Box>
      )}
    />
  );
}
