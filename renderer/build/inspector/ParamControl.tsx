import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Switch from '@mui/material/Switch';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import type { ParamValue } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import type { ParamField } from '../../../core/ops/fields';
import { Field } from '../../ui';
import { listText, type Reading, readList, readNumber, type Unreadable } from '../../ui/numbers';
import { TextControl } from '../../ui/TextControl';

interface Props {
  field: ParamField;
  value: ParamValue | undefined;
  /** What the operator's rules say against the value. */
  error?: string;
  note?: string;
  /** Sets the ids of its elements apart from those of another place on the page. */
  place?: string;
  onChange: (value: ParamValue) => void;
}

const LENGTHS: Readonly<Record<string, number>> = { pair: 2, quad: 4 };

/** The control of one parameter, by what the operator says about it. */
export function ParamControl({ field, value, error, note, place = 'param', onChange }: Props) {
  const id = `${place}-${field.name}`;
  const label = t(field.label);
  const [unreadable, setUnreadable] = useState<Unreadable>();
  const said = unreadable ? unreadable(label) : error;
  const take = <T extends ParamValue>(reading: Reading<T>) => {
    if ('problem' in reading) return setUnreadable(() => reading.problem);
    setUnreadable(undefined);
    onChange(reading.value);
  };
  const text = {
    id,
    label,
    invalid: said !== undefined,
    onCommit: () => setUnreadable(undefined),
  };
  // Four numbers in a row do not say which side each is of.
  const sides = field.control === 'quad' ? t('build.inspector.sides') : undefined;
  const frame = { label, htmlFor: id, help: t(field.help), error: said, note: note ?? sides };

  switch (field.control) {
    case 'integer':
    case 'number': {
      const whole = field.control === 'integer';
      return (
        <Field {...frame}>
          <TextControl
            {...text}
            text={value === undefined ? '' : String(value)}
            onText={(typed) => take(readNumber(typed, whole))}
            onStep={(direction) => {
              if (typeof value !== 'number') return;
              const next = value + direction * (field.step ?? 1);
              const inside = Math.min(field.max ?? next, Math.max(field.min ?? next, next));
              // Steps of 0.01 would drift: 0.99 + 0.01 is 1, not 1.0000000000000002.
              const rounded = Number(inside.toPrecision(12));
              if (field.accepts(rounded)) onChange(rounded);
            }}
          />
        </Field>
      );
    }
    case 'pair':
    case 'quad':
    case 'shape':
      return (
        <Field {...frame}>
          <TextControl
            {...text}
            text={Array.isArray(value) ? listText(value) : String(value ?? '')}
            onText={(typed) => take(readList(typed, LENGTHS[field.control]))}
          />
        </Field>
      );
    case 'toggle':
      return (
        <Field {...frame}>
          <Switch
            checked={value === true}
            onChange={(_, checked) => onChange(checked)}
            slotProps={{ input: { id, 'aria-label': label } }}
            sx={{ ml: '-6px' }}
          />
        </Field>
      );
    case 'choice':
      return (
        <Field {...frame}>
          <Choice id={id} label={label} field={field} value={value} onChange={onChange} />
        </Field>
      );
  }
}

/** Few short options side by side, others in a menu. */
function Choice({
  id,
  label,
  field,
  value,
  onChange,
}: Omit<Props, 'error' | 'note' | 'place'> & { id: string; label: string }) {
  const options = field.options ?? [];
  if (options.length <= 3 && options.join('').length <= 22) {
    return (
      <ToggleButtonGroup
        id={id}
        exclusive
        fullWidth
        value={value}
        aria-label={label}
        onChange={(_, next: string | null) => next !== null && onChange(next)}
      >
        {options.map((option) => (
          <ToggleButton key={option} value={option} sx={{ minWidth: 0, px: '5px' }}>
            {option.replaceAll('_', ' ')}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    );
  }
  return (
    <Select
      fullWidth
      value={options.includes(String(value)) ? String(value) : ''}
      onChange={(event) => onChange(event.target.value)}
      inputProps={{ id, 'aria-label': label }}
    >
      {options.map((option) => (
        <MenuItem key={option} value={option}>
          {option.replaceAll('_', ' ')}
        </MenuItem>
      ))}
    </Select>
  );
}
