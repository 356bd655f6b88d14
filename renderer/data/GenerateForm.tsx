/** Draws the procedural set: how many images, from which seed. */
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { formatCount } from '../../core/format/number';
import { SEED_RANGE } from '../../core/study/seed';
import { generateShapes } from '../client/datasets';
import { Field } from '../ui';
import { checkWhole } from '../ui/whole';

const COUNT = { min: 10, max: 1_000_000 };

export function GenerateForm({ busy, again }: { busy: boolean; again: boolean }) {
  const [text, setText] = useState({ train: '10000', validation: '2000', seed: '1' });
  const train = checkWhole('Training images', text.train, COUNT);
  const validation = checkWhole('Validation images', text.validation, COUNT);
  const seed = checkWhole('The seed', text.seed, SEED_RANGE);
  const sound = train.value !== undefined && validation.value !== undefined && seed.value !== undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (train.value === undefined || validation.value === undefined || seed.value === undefined) return;
    void generateShapes({ trainCount: train.value, valCount: validation.value, seed: seed.value });
  };
  const field = (name: keyof typeof text, label: string, error?: string, help?: string) => (
    <Field label={label} htmlFor={`shapes-${name}`} labelWidth={132} error={error} help={help}>
      <TextField
        id={`shapes-${name}`}
        fullWidth
        value={text[name]}
        error={error !== undefined}
        onChange={(event) => setText({ ...text, [name]: event.target.value })}
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
      />
    </Field>
  );
  return (
    <form onSubmit={submit} style={{ maxWidth: 360 }}>
      {field(
        'train',
        'training images',
        train.error,
        `${formatCount(COUNT.min)} to ${formatCount(COUNT.max)}`,
      )}
      {field('validation', 'validation images', validation.error)}
      {field('seed', 'seed', seed.error, 'The same seed draws the same images.')}
      <Button
        type="submit"
        variant={again ? 'outlined' : 'contained'}
        color={again ? 'inherit' : 'primary'}
        disabled={busy || !sound}
      >
        {again ? 'Generate again' : 'Generate'}
      </Button>
    </form>
  );
}
