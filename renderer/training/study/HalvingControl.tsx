/** The rule that ends hopeless arms early: chosen before the study, from the schema of its document. */
import Box from '@mui/material/Box';
import Switch from '@mui/material/Switch';
import type { Study } from '../../../core/ablation/study';
import { t } from '../../../core/messages';
import { fieldsOf } from '../../../core/ops/fields';
import { type Halving, halvingSchema, halvingWords } from '../../../core/study/halving';
import { editStudy } from '../../settings/study/open';
import { Field, Note } from '../../ui';
import { ParamControl } from '../../ui/ParamControl';
import { judged, type ShownArm } from './resolve';

const FIELDS = fieldsOf(halvingSchema);

const setHalving = (halving: Halving | undefined) =>
  editStudy(({ halving: _, ...study }) => ({ ...study, ...(halving ? { halving } : {}) }));

/** Halves the arms at a quarter of the training. */
const usual = (epochs: number): Halving => ({
  epochs: Math.max(1, Math.floor(epochs / 4)),
  factor: 2,
  seeds: 1,
});

export function HalvingControl({ study, arms }: { study: Study; arms: readonly ShownArm[] }) {
  const { halving } = study;
  const sizes = judged(study, arms);
  // The rule keeps the best of the arms beside the baseline.
  if (sizes.arms < 2 && !halving) return null;
  return (
    <>
      <Field label={t('statistics.halving.label')} htmlFor="halving" help={t('statistics.halving.help')} fits>
        <Box sx={{ display: 'flex', justifyContent: 'flex-end' }}>
          <Switch
            checked={halving !== undefined}
            onChange={(_event, on) => setHalving(on ? usual(sizes.epochs) : undefined)}
            slotProps={{ input: { id: 'halving', 'aria-label': t('statistics.halving.label') } }}
            sx={{ mr: '-4px' }}
          />
        </Box>
      </Field>
      {halving && (
        <Box sx={{ pl: '12px' }}>
          {FIELDS.map((field) => {
            const value = halving[field.name as keyof Halving];
            return (
              <ParamControl
                key={field.name}
                place="halving"
                field={field}
                value={value}
                onChange={(typed) => {
                  const next = halvingSchema.safeParse({ ...halving, [field.name]: typed });
                  if (next.success) setHalving(next.data);
                }}
              />
            );
          })}
          <Note role="status" sx={{ mb: 2 }}>
            {halvingWords(halving, sizes)}
          </Note>
        </Box>
      )}
    </>
  );
}
