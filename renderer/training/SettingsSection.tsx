/** How it is trained: the study's recipe, each number open to change. */
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { Field, SectionHead } from '../app/ui';
import { FormField } from './FormField';
import { type FormText, STUDY_DEFAULTS, useTrainForm } from './form';
import type { Validated } from './validate';

const RECIPE: readonly (keyof FormText)[] = [
  'epochs',
  'batchSize',
  'learningRate',
  'momentum',
  'clipnorm',
  'seeds',
  'trainLimit',
  'valLimit',
];

export function SettingsSection({ checked, suggestedName }: { checked: Validated; suggestedName: string }) {
  const { text, setText, reset } = useTrainForm();
  const { errors } = checked;
  const changed = RECIPE.some((field) => text[field] !== STUDY_DEFAULTS[field]);
  return (
    <>
      <SectionHead
        action={
          changed && (
            <Button
              variant="text"
              color="primary"
              onClick={reset}
              sx={{ minHeight: 24, px: '6px', fontSize: 12 }}
            >
              Study defaults
            </Button>
          )
        }
      >
        Training · SGD
      </SectionHead>
      <FormField
        name="epochs"
        label="epochs"
        errors={errors}
        help="How often every training image is seen."
      />
      <FormField
        name="batchSize"
        label="batch size"
        errors={errors}
        help="Images of one step. More need more memory."
      />
      <FormField
        name="learningRate"
        label="learning rate"
        errors={errors}
        help="How far one step of SGD goes, as keras.optimizers.SGD defines it."
      />
      <FormField
        name="momentum"
        label="momentum"
        errors={errors}
        help="Share of the last step that is kept in the next one; 0 is plain SGD."
      />
      <FormField
        name="clipnorm"
        label="clipnorm"
        errors={errors}
        placeholder="no clipping"
        help="Each variable's gradient is shortened to this norm at most. Nothing switches clipping off."
      />
      <FormField
        name="seeds"
        label="seeds"
        errors={errors}
        help="Every arm is trained once with each: 1, 2, 3. A seed fixes the first weights and the order of the images."
      />
      <Field label="study name" htmlFor="train-name">
        <TextField
          id="train-name"
          fullWidth
          value={text.name}
          placeholder={suggestedName}
          onChange={(event) => setText({ name: event.target.value })}
        />
      </Field>
    </>
  );
}
