/** Settings that the study varies: every arm is trained with every value. */
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Study } from '../../../core/ablation/study';
import { t } from '../../../core/messages';
import { findSetting } from '../../../core/study/setting/list';
import { valueText } from '../../../core/study/setting/texts';
import type { SettingValue, VariedSetting } from '../../../core/study/settings';
import { capital, fullNoun } from '../../settings/describeField';
import { type Draft, fieldOptions, type ValueField } from '../../settings/field';
import { editStudy } from '../../settings/study/open';
import { Field } from '../../ui';
import { TextControl } from '../../ui/TextControl';
import { AddSetting } from './AddSetting';
import { applied, draftWith, fieldAt, fieldsUnder, typedValue } from './ownFields';

/** Lists of numbers are no single value. */
const canVary = ({ control }: ValueField): boolean => control !== 'integers' && control !== 'text';

const setVaried = (change: (varied: VariedSetting[]) => VariedSetting[]) =>
  editStudy((study) => ({ ...study, varied: change(study.varied) }));

/** What was typed as one of several values. A choice may be typed as it is shown. */
function valueFrom(field: ValueField, typed: string): SettingValue {
  if (field.control === 'toggle')
    return typed === t('settings.on') ? true : typed === t('settings.off') ? false : typed;
  const shown = typed.toLowerCase();
  const option = fieldOptions(field).find(
    ({ value, label }) => value === typed || label.toLowerCase() === shown,
  );
  return option ? option.value : typedValue(field, typed);
}

function VariedRow({ study, varied, draft }: { study: Study; varied: VariedSetting; draft: Draft }) {
  const [problem, setProblem] = useState<string>();
  const { path, values } = varied;
  const field = fieldAt(path, draft);
  const setting = findSetting(path);
  const label = field ? capital(fullNoun(field)) : path;
  const shown = values.map((value) =>
    setting && typeof value !== 'number' ? valueText(setting, value) : String(value),
  );
  const take = (typed: string) => {
    if (!field) return;
    const parts = typed
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    const next = [...new Set(parts)].map((part) => valueFrom(field, part));
    const wrong = next
      .map((value) => applied(study, { [path]: value }).problem)
      .find((one) => one !== undefined);
    setProblem(next.length === 0 ? t('studies.varied.needed', { setting: label }) : wrong);
    if (next.length > 0 && wrong === undefined)
      setVaried((all) => all.map((one) => (one.path === path ? { path, values: next } : one)));
  };
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start' }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Field label={label} htmlFor={`varied-${path}`} error={problem}>
          <TextControl
            id={`varied-${path}`}
            label={t('studies.varied.values', { setting: label })}
            text={shown.join(', ')}
            invalid={problem !== undefined}
            onCommit={take}
          />
        </Field>
      </Box>
      <IconButton
        aria-label={t('studies.varied.remove', { setting: label })}
        onClick={() => setVaried((all) => all.filter((one) => one.path !== path))}
        sx={{ width: 24, height: 24, mt: '3px' }}
      >
        <X size={14} />
      </IconButton>
    </Box>
  );
}

export function VariedSettings({ study }: { study: Study }) {
  const draft = draftWith(study, {});
  const taken = [
    ...study.varied.map(({ path }) => path),
    ...study.arms.flatMap(({ settings = {} }) => Object.keys(settings)),
  ];
  return (
    <>
      {study.varied.map((varied) => (
        <VariedRow key={varied.path} study={study} varied={varied} draft={draft} />
      ))}
      <AddSetting
        label={t('studies.varied.add')}
        fields={fieldsUnder(draft).filter((field) => canVary(field) && !taken.includes(field.path))}
        onChoose={({ path, key }) => {
          const field = fieldAt(path, draft)!;
          const value = typedValue(field, draft[key] ?? '');
          setVaried((all) => [...all, { path, values: [value] }]);
        }}
      />
    </>
  );
}
