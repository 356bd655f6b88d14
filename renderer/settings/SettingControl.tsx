/** A field of the form, with its error below. */
import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { Field } from '../ui';
import { token } from '../ui/theme/tokens';
import { settled } from './draft';
import {
  fieldHelp,
  fieldLabel,
  fieldOptions,
  fieldPlaceholder,
  fieldUnit,
  inForce,
  type Option,
  type SettingField,
} from './field';
import { useTrainForm } from './form';
import { useFieldValue } from './ownDraft';

function Choice({
  id,
  label,
  value,
  options,
  details = {},
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  options: readonly Option[];
  details?: Readonly<Record<string, string>>;
  onChange(value: string): void;
}) {
  return (
    <Select<string>
      fullWidth
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ input: { id } }}
      SelectDisplayProps={{ 'aria-label': label }}
      renderValue={(chosen) => options.find((option) => option.value === chosen)?.label}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
          {details[option.value] && (
            <Box component="span" sx={{ ml: 'auto', pl: 2, fontSize: 12, color: token('muted') }}>
              {details[option.value]}
            </Box>
          )}
        </MenuItem>
      ))}
    </Select>
  );
}

/** Fields that depend on a switch are indented. */
const INDENT = 12;

export function SettingControl({
  field,
  error,
  placeholder,
  action,
  details,
  options,
}: {
  field: SettingField;
  error: string | undefined;
  /** Instead of the field's own: "all 50,000". */
  placeholder?: string;
  /** A button behind the control. */
  action?: ReactNode;
  /** A remark on each choice, by its value. */
  details?: Readonly<Record<string, string>>;
  /** Instead of the field's own. */
  options?: readonly Option[];
}) {
  const label = fieldLabel(field);
  const unit = fieldUnit(field);
  const { value, change, id } = useFieldValue(field.key);
  const inset = field.when?.is.includes(true) === true;
  const common = {
    label,
    htmlFor: id,
    error,
    help: fieldHelp(field),
    labelWidth: inset ? 108 - INDENT : 108,
    fits: field.control === 'choice' || field.control === 'mode',
  };
  const row = (control: ReactNode) => (
    <Box sx={inset ? { pl: `${INDENT}px` } : undefined}>
      <Field {...common}>
        {action ? (
          <Box sx={{ display: 'flex', gap: '4px' }}>
            {control}
            {action}
          </Box>
        ) : (
          control
        )}
      </Field>
    </Box>
  );
  switch (field.control) {
    case 'toggle':
    case 'switch':
      return row(
        <Box sx={{ display: 'flex', justifyContent: 'flex-end' }}>
          <Switch
            checked={value === true}
            onChange={(_event, on) => change(on)}
            slotProps={{ input: { id, 'aria-label': label } }}
            sx={{ mr: '-4px' }}
          />
        </Box>,
      );
    case 'choice':
    case 'mode':
      return row(
        <Choice
          id={id}
          label={label}
          value={String(value)}
          options={options ?? fieldOptions(field)}
          details={details}
          onChange={change}
        />,
      );
    default:
      return row(
        <TextField
          id={id}
          fullWidth
          value={String(value ?? '')}
          placeholder={placeholder ?? fieldPlaceholder(field)}
          error={error !== undefined}
          onChange={(event) => change(event.target.value)}
          onBlur={({ target }) => {
            const next = settled(field, target.value);
            if (next !== target.value) change(next);
          }}
          slotProps={{
            htmlInput: { inputMode: 'decimal', autoComplete: 'off', spellCheck: false },
            input: unit && value !== '' ? { endAdornment: <Unit>{unit}</Unit> } : {},
          }}
        />,
      );
  }
}

function Unit({ children }: { children: ReactNode }) {
  return (
    <InputAdornment position="end" sx={{ ml: 0 }}>
      <Box component="span" sx={{ fontSize: 12, color: token('muted') }}>
        {children}
      </Box>
    </InputAdornment>
  );
}

/** The fields of the Train form that are in force. */
export function SettingControls({
  fields,
  errors,
  actions = {},
  details = {},
  options = {},
}: {
  fields: readonly SettingField[];
  errors: Readonly<Record<string, string>>;
  /** Buttons behind controls, by key. */
  actions?: Readonly<Record<string, ReactNode>>;
  /** Remarks on choices, by key and value. */
  details?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Other choices, by key. */
  options?: Readonly<Record<string, readonly Option[]>>;
}) {
  const draft = useTrainForm((form) => form.draft);
  return fields
    .filter((field) => inForce(field, draft))
    .map((field) => (
      <SettingControl
        key={field.key}
        field={field}
        error={errors[field.key]}
        action={actions[field.key]}
        details={details[field.key]}
        options={options[field.key]}
      />
    ));
}
