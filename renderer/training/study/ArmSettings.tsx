/** Training settings in which an arm differs from its study. */
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { X } from 'lucide-react';
import { useState } from 'react';
import { settingsOf } from '../../../core/ablation/read';
import type { Study, StudyArm } from '../../../core/ablation/study';
import { t } from '../../../core/messages';
import { valueAt } from '../../../core/study/setting/list';
import type { SettingChanges, SettingValue } from '../../../core/study/settings';
import { capital, fullNoun } from '../../settings/describeField';
import { OwnDraftContext } from '../../settings/ownDraft';
import { SettingControl } from '../../settings/SettingControl';
import { Note, SectionHead } from '../../ui';
import { AddSetting } from './AddSetting';
import { applied, draftWith, fieldAt, fieldsUnder, typedValue } from './ownFields';
import { settingWords } from './words';

export function ArmSettings({
  study,
  arm: { settings: own = {} },
  onChange,
}: {
  study: Study;
  arm: StudyArm;
  onChange(settings: SettingChanges | undefined): void;
}) {
  /** What is typed and cannot be applied yet. */
  const [typed, setTyped] = useState<Record<string, string | boolean>>({});
  const [problem, setProblem] = useState<string>();
  const start = draftWith(study, own);
  const draft = { ...start, ...typed };
  const varied = study.varied.map(({ path }) => path);
  const take = (changes: SettingChanges) => onChange(Object.keys(changes).length > 0 ? changes : undefined);
  const set = (change: Record<string, string | boolean>) => {
    const next = { ...typed, ...change };
    const paths = Object.keys(own);
    const fields = paths.flatMap((path) => fieldAt(path, start) ?? []);
    const values = fields
      .filter(({ key }) => key in next)
      .map((field) => [field.path, typedValue(field, next[field.key]!)] as const);
    const changes = { ...own, ...Object.fromEntries(values) };
    const wrong = applied(study, changes).problem;
    setProblem(wrong);
    setTyped(wrong === undefined ? {} : next);
    if (wrong === undefined) take(changes);
  };
  const without = (path: string) => {
    setTyped({});
    setProblem(undefined);
    take(Object.fromEntries(Object.entries(own).filter(([one]) => one !== path)));
  };
  return (
    <OwnDraftContext value={{ draft, place: 'arm', set }}>
      <SectionHead>{t('studies.settings.title')}</SectionHead>
      {Object.entries(own).map(([path, value]) => {
        const field = fieldAt(path, start);
        const words = field ? capital(fullNoun(field)) : settingWords(path, value);
        return (
          <Box key={path} sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              {field ? <SettingControl field={field} error={undefined} /> : <Note>{words}</Note>}
            </Box>
            <IconButton
              aria-label={t('studies.settings.remove', { setting: words })}
              onClick={() => without(path)}
              sx={{ width: 24, height: 24, mt: '3px' }}
            >
              <X size={14} />
            </IconButton>
          </Box>
        );
      })}
      {problem && <Note tone="bad">{problem}</Note>}
      <AddSetting
        label={t('studies.settings.add')}
        fields={fieldsUnder(start).filter(({ path }) => !(path in own) && !varied.includes(path))}
        onChoose={({ path, setting }) => {
          const now = valueAt(settingsOf(study), path);
          take({ ...own, [path]: (now ?? setting.entry.start ?? setting.default) as SettingValue });
        }}
      />
    </OwnDraftContext>
  );
}
