/** The training settings: the essentials, then sections that fold and sum up their fields in one line. */
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { FoldSection } from '../layout/FoldSection';
import { Field, SectionHead } from '../ui';
import { DEFAULTS, nested } from './draft';
import type { Draft } from './field';
import { ESSENTIALS, SECTIONS, type Section, sectionSummary } from './fields';
import { useTrainForm } from './form';
import { RecipeRow } from './RecipeRow';
import { SchedulePreview } from './SchedulePreview';
import { SettingControls } from './SettingControl';
import { SEEDS, type Validated } from './validate';

/** While another section has an error, only the section's own settings are read. */
function summaryOf(section: Section, draft: Draft, settings: TrainingSettings | undefined): string {
  if (settings) return sectionSummary(section, settings);
  const typed = nested(draft);
  const roots = new Set(
    section.fields.map(
      (field) => (field.control === 'mode' ? field.modes[0]!.path : field.path).split('.')[0]!,
    ),
  );
  const own = Object.fromEntries(Object.entries(typed).filter(([key]) => roots.has(key)));
  const parsed = trainingSettingsSchema.safeParse(own);
  return sectionSummary(section, parsed.success ? parsed.data : DEFAULTS);
}

export function SettingsForm({
  checked,
  trainImages,
  rateAction,
  precisionDetails,
  children,
}: {
  checked: Validated;
  /** Per epoch; absent without the data set. */
  trainImages: number | undefined;
  /** A button behind the learning rate. */
  rateAction?: ReactNode;
  /** The measured speeds, by precision. */
  precisionDetails: Readonly<Record<string, string>>;
  /** Below the seeds. */
  children?: ReactNode;
}) {
  const { draft, seeds } = useTrainForm();
  const { errors, settings } = checked;
  return (
    <>
      <SectionHead>{t('settings.sections.training')}</SectionHead>
      <RecipeRow trainImages={trainImages} />
      <SettingControls
        fields={ESSENTIALS}
        errors={errors}
        actions={{ [`optimizer.${draft['optimizer.type']}.learningRate`]: rateAction }}
      />
      <Field
        label={t('settings.seeds.label')}
        htmlFor="train-seeds"
        error={errors[SEEDS]}
        help={t('settings.seeds.help')}
      >
        <TextField
          id="train-seeds"
          fullWidth
          value={seeds}
          error={errors[SEEDS] !== undefined}
          onChange={(event) => useTrainForm.setState({ seeds: event.target.value })}
          slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }}
        />
      </Field>
      {children}
      {SECTIONS.map((section) => {
        const wrong = section.fields.filter(({ key }) => errors[key] !== undefined).length;
        return (
          <FoldSection
            key={section.id}
            id={`train.${section.id}`}
            title={t(`settings.sections.${section.id}`)}
            wrong={wrong > 0}
            summary={wrong > 0 ? t('settings.sectionWrong') : summaryOf(section, draft, settings)}
          >
            <SettingControls
              fields={section.fields}
              errors={errors}
              details={{ precision: precisionDetails }}
            />
            {section.id === 'schedule' && settings && trainImages !== undefined && (
              <SchedulePreview settings={settings} trainImages={trainImages} />
            )}
          </FoldSection>
        );
      })}
    </>
  );
}
