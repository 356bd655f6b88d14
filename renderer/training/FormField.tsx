/** One typed field of the Train view, with its rule below when it does not hold. */
import TextField from '@mui/material/TextField';
import { Field } from '../app/ui';
import { useTrainForm } from './form';
import type { FieldName, Validated } from './validate';

export function FormField({
  name,
  label,
  errors,
  help,
  placeholder,
}: {
  name: FieldName;
  label: string;
  errors: Validated['errors'];
  help: string;
  placeholder?: string;
}) {
  const value = useTrainForm((form) => form.text[name]);
  const setText = useTrainForm((form) => form.setText);
  const error = errors[name];
  const id = `train-${name}`;
  return (
    <Field label={label} htmlFor={id} error={error} help={help}>
      <TextField
        id={id}
        fullWidth
        value={value}
        placeholder={placeholder}
        error={error !== undefined}
        onChange={(event) => setText({ [name]: event.target.value })}
        slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off', spellCheck: false } }}
      />
    </Field>
  );
}
