import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Switch from '@mui/material/Switch';
import { useState } from 'react';
import type { ParamValue } from '../../core/graph/document';
import { t } from '../../core/messages';
import type { ParamField } from '../../core/ops/fields';
import { Field } from '.';
import { Toggle } from './Choice';
import { listText, type Reading, readList, readNumber, type Unreadable } from './readNumbers';
import { TextControl } from './TextControl';

interface Props {
  field: ParamField;
  value: ParamValue | undefined;
  /** The operator's error for the value. */
  error?: string;
  note?: string;
  /** Several values are meant, and they differ: `value` is undefined. */
  mixed?: boolean;
  /** Part of the elements' ids, which must differ from place to place. */
  place?: string;
  onChange(value: ParamValue): void;
}

const LENGTHS: Readonly<Record<string, number>> = { pair: 2, quad: 4 };

/** A field for one parameter of an operator or a style. */
export function ParamControl({ field, value, error, note, mixed, place = 'param', onChange }: Props) {
  const id = `${place}-${field.name}`;
  const label = t(field.label);
  const [unreadable, setUnreadable] = useState<Unreadable>();
  const problem = unreadable ? unreadable(label) : error;
  const sides = field.control === 'quad' ? t('build.inspector.sides') : undefined;
  return (
    <Field
      label={label}
      htmlFor={id}
      help={t(field.help)}
      error={problem}
      note={note ?? (mixed ? t('build.inspector.mixed') : sides)}
    >
      <Control
        id={id}
        label={label}
        field={field}
        value={value}
        invalid={problem !== undefined}
        onUnreadable={(next) => setUnreadable(() => next)}
        onChange={onChange}
      />
    </Field>
  );
}

interface ControlProps extends Pick<Props, 'field' | 'value' | 'onChange'> {
  id: string;
  label: string;
  invalid: boolean;
  onUnreadable(problem: Unreadable | undefined): void;
}

function Control({ id, label, field, value, invalid, onUnreadable, onChange }: ControlProps) {
  const take = <T extends ParamValue>(reading: Reading<T>) => {
    onUnreadable('problem' in reading ? reading.problem : undefined);
    if ('value' in reading) onChange(reading.value);
  };
  const text = { id, label, invalid, onCommit: () => onUnreadable(undefined) };
  switch (field.control) {
    case 'integer':
    case 'number':
      return (
        <TextControl
          {...text}
          text={value === undefined ? '' : String(value)}
          onText={(typed) => take(readNumber(typed, field.control === 'integer'))}
          onStep={(direction) => {
            if (typeof value !== 'number') return;
            const next = value + direction * (field.step ?? 1);
            const inside = Math.min(field.max ?? next, Math.max(field.min ?? next, next));
            // 0.99 + 0.01 is 1, not 1.0000000000000002.
            const rounded = Number(inside.toPrecision(12));
            if (field.accepts(rounded)) onChange(rounded);
          }}
        />
      );
    case 'pair':
    case 'quad':
    case 'shape':
      return (
        <TextControl
          {...text}
          text={Array.isArray(value) ? listText(value) : String(value ?? '')}
          onText={(typed) => take(readList(typed, LENGTHS[field.control]))}
        />
      );
    case 'toggle':
      return (
        <Switch
          checked={value === true}
          onChange={(_, checked) => onChange(checked)}
          slotProps={{ input: { id, 'aria-label': label } }}
          sx={{ ml: '-6px' }}
        />
      );
    case 'choice':
      return <Options id={id} label={label} field={field} value={String(value)} onChange={onChange} />;
  }
}

/** Few short options side by side, others in a menu. */
function Options({
  id,
  label,
  field,
  value,
  onChange,
}: Pick<ControlProps, 'id' | 'label' | 'field' | 'onChange'> & { value: string }) {
  const options = (field.options ?? []).map((option) => ({
    value: option,
    label: option.replaceAll('_', ' '),
  }));
  if (options.length <= 3 && options.map((option) => option.value).join('').length <= 22)
    return (
      <Toggle
        label={label}
        value={value}
        options={options}
        onChange={onChange}
        sx={{ '& button': { px: '5px' } }}
      />
    );
  return (
    <Select
      fullWidth
      value={field.options?.includes(value) ? value : ''}
      onChange={(event) => onChange(event.target.value)}
      inputProps={{ id, 'aria-label': label }}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </Select>
  );
}
