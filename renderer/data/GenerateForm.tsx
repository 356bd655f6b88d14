/** Generates the data set of shapes: number of images and seed. */
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { t } from '../../core/messages';
import { SEED_RANGE } from '../../core/study/seed';
import { generateShapes } from '../client/datasets';
import { useOffers } from '../commands/offers';
import { Field } from '../ui';
import { checkWhole } from '../ui/wholeNumbers';

const COUNT = { min: 10, max: 1_000_000 };

export function GenerateForm({ busy, again }: { busy: boolean; again: boolean }) {
  const [text, setText] = useState({ train: '10000', validation: '2000', seed: '1' });
  const train = checkWhole(t('data.generate.training'), text.train, COUNT);
  const validation = checkWhole(t('data.generate.validation'), text.validation, COUNT);
  const seed = checkWhole(t('data.generate.seed'), text.seed, SEED_RANGE);
  const counts = train.value !== undefined &&
    validation.value !== undefined &&
    seed.value !== undefined && { trainCount: train.value, valCount: validation.value, seed: seed.value };

  useOffers({
    'data.get': counts && !busy ? { perform: () => generateShapes(counts) } : undefined,
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (counts) void generateShapes(counts);
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
      {field('train', t('data.generate.training'), train.error, t('data.generate.range', COUNT))}
      {field('validation', t('data.generate.validation'), validation.error)}
      {field('seed', t('data.generate.seed'), seed.error, t('data.generate.seedHelp'))}
      <Button
        type="submit"
        variant={again ? 'outlined' : 'contained'}
        color={again ? 'inherit' : 'primary'}
        disabled={busy || !counts}
      >
        {t(again ? 'data.generate.again' : 'data.generate.generate')}
      </Button>
    </form>
  );
}
