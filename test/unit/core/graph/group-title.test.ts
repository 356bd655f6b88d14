/** What groups are called: in the language in use, whatever was in use when the document was made. */
import type { GraphGroup } from '../../../../core/graph/document';
import { groupTitle } from '../../../../core/graph/group-title';
import { type Language, setLanguage } from '../../../../core/messages';
import { buildPreset } from '../../../../core/presets';

afterEach(() => setLanguage('en'));

const titleIn = (language: Language, group: GraphGroup, within?: string) => {
  setLanguage(language);
  return groupTitle(group, within);
};

const stage: GraphGroup = { id: 'stage2', kind: 'stage' };
const block: GraphGroup = { id: 'stage2.block1', kind: 'block' };
const added: GraphGroup = {
  ...{ id: 'block1', kind: 'block' },
  block: { kind: 'basic', filters: 64, strides: 1, shortcut: 'identity', style: 'study' },
};

test.each<[GraphGroup, en: string, ko: string]>([
  [{ id: 'stem', kind: 'stem' }, 'Stem', '스템'],
  [stage, 'Stage 2', '스테이지 2'],
  [block, 'Block 1', '블록 1'],
  [added, 'Basic block 64', '기본 블록 64'],
])('%j', (group, en, ko) => {
  for (const label of [undefined, en, ko]) {
    expect(titleIn('en', { ...group, label })).toBe(en);
    expect(titleIn('ko', { ...group, label })).toBe(ko);
  }
  expect(titleIn('ko', { ...group, label: 'Mine' })).toBe('Mine');
});

test('a group made by hand is named by its label, else by its id', () => {
  expect(groupTitle({ id: 'group_1', kind: 'group', label: 'Stem' })).toBe('Stem');
  expect(groupTitle({ id: 'stage2.twin_paths', kind: 'group' })).toBe('Stage 2 · twin · paths');
  expect(groupTitle({ id: 'stage2.twin_paths', kind: 'group' }, 'stage2')).toBe('Twin · paths');
});

test('a document does not depend on the language that it was made in', () => {
  const english = buildPreset('resnet18');
  setLanguage('ko');
  expect(buildPreset('resnet18')).toEqual(english);
});
