/** What an arm changes, in a few words each. */
import { type Edit, editKind } from '../../../core/ablation/edits';
import { blocksField } from '../../../core/ablation/edits/edit';
import type { ArmSource } from '../../../core/ablation/source';
import type { StudyArm } from '../../../core/ablation/study';
import type { ParamValue } from '../../../core/graph/document';
import { join, t } from '../../../core/messages';
import { fieldsOf, visibleFields } from '../../../core/ops/fields';
import { presetFor } from '../../../core/presets';
import { findSetting } from '../../../core/study/setting/list';
import { phraseOf } from '../../../core/study/setting/texts';
import type { SettingValue } from '../../../core/study/settings';

const valueWords = (value: ParamValue): string =>
  Array.isArray(value) ? value.join(' × ') : String(value).replaceAll('_', ' ');

/** The values of an edit as its form takes them. */
export const paramsOf = (edit: Edit): Record<string, ParamValue> =>
  edit as unknown as Record<string, ParamValue>;

/** Whether it can be for some blocks only. */
export const hasBlocks = (edit: Edit): edit is Edit & { blocks?: string[] } =>
  (editKind(edit.kind).schema.shape as Record<string, unknown>).blocks === blocksField;

/** "Remove shortcuts", "Activation: gelu". */
export function editWords(edit: Edit): string {
  const { label, schema } = editKind(edit.kind);
  const params = paramsOf(edit);
  const values = visibleFields(fieldsOf(schema), params).flatMap(({ name }) => {
    const value = params[name];
    return value === undefined ? [] : [valueWords(value)];
  });
  const blocks = hasBlocks(edit) && edit.blocks ? [join(edit.blocks, 'unit')] : [];
  const all = [...values, ...blocks];
  return all.length > 0 ? t('studies.arm.editWith', { edit: t(label), values: join(all, 'unit') }) : t(label);
}

/** "learning rate 0.1". */
export function settingWords(path: string, value: SettingValue): string {
  const setting = findSetting(path);
  return setting ? phraseOf(setting, value) : `${path} ${JSON.stringify(value)}`;
}

export function sourceWords(source: ArmSource): string {
  if ('arm' in source) return source.arm;
  if ('preset' in source) return presetFor(source.preset)?.title ?? source.preset;
  return 'file' in source ? source.file : source.document.name;
}

/** What an arm changes, and where it starts if that is neither the study's network, the baseline nor its own name. */
export function armWords({ name, base, edits, settings = {} }: StudyArm, baseline: string): string[] {
  const start = base && ('arm' in base ? base.arm : sourceWords(base));
  return [
    ...(base && start !== name && start !== baseline
      ? [t('studies.arm.from', { start: sourceWords(base) })]
      : []),
    ...edits.map(editWords),
    ...Object.entries(settings).map(([path, value]) => settingWords(path, value)),
  ];
}
