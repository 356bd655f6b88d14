/** docs/settings.md, in the current language. */
import { join, t, textOf } from '../../messages';
import { SETTING_SECTIONS } from './entry';
import { flagOf, SETTINGS, type Setting, settingAt } from './list';
import { ruleOf } from './rules';
import { explanationOf, nounOf } from './texts';

const code = (text: string): string => `\`${text}\``;

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function valueCell({ options, schema, nullable, type, path }: Setting): string {
  if (type === 'part') return t('settings.page.part', { path });
  const rule = ruleOf({ schema, options });
  const said = rule ? textOf(rule) : t(path === 'dataset' ? 'settings.page.dataset' : 'settings.page.list');
  return nullable ? t('settings.page.orNone', { rule: said }) : said;
}

const written = (value: unknown): string => {
  if (value === null) return code('none');
  if (value === undefined) return t('settings.page.required');
  if (typeof value === 'boolean') return code(value ? 'on' : 'off');
  return Array.isArray(value) ? t('settings.none') : code(String(value));
};

function defaultCell({ default: usual, kinds }: Setting): string {
  const defaults = [...(kinds?.defaults ?? [])];
  if (new Set(defaults.map(([, value]) => value)).size < 2) return written(usual);
  return defaults.map(([kind, value]) => `${kind} ${written(value)}`).join(', ');
}

function onlyFor({ kinds }: Setting): string | undefined {
  if (!kinds || kinds.defaults.size === settingAt(kinds.path).options.length) return undefined;
  return t('settings.page.only', {
    choice: nounOf({ path: kinds.path }),
    kinds: join([...kinds.defaults.keys()]),
  });
}

function meaningCell(setting: Setting): string {
  const { keras } = setting.entry;
  const noun = nounOf(setting);
  return [
    `**${noun.charAt(0).toUpperCase()}${noun.slice(1)}.**`,
    explanationOf(setting),
    onlyFor(setting),
    keras && t('settings.page.keras', { name: code(keras) }),
  ]
    .filter(Boolean)
    .join(' ');
}

function section({ id, groups }: (typeof SETTING_SECTIONS)[number]): string[] {
  const names: readonly string[] = groups;
  return [
    `## ${t(`settings.sections.${id}`)}`,
    '',
    row([
      t('settings.page.path'),
      t('settings.page.flag'),
      t('settings.page.value'),
      t('settings.page.default'),
      t('settings.page.meaning'),
    ]),
    '| --- | --- | --- | --- | --- |',
    ...SETTINGS.filter(
      ({ entry: { group, hidden, flag } }) => names.includes(group) && (!hidden || flag),
    ).map((setting) =>
      row([
        code(setting.path),
        setting.entry.flag ? code(flagOf(setting)) : '',
        valueCell(setting),
        defaultCell(setting),
        meaningCell(setting),
      ]),
    ),
    '',
  ];
}

export const settingsPage = (): string =>
  [
    `# ${t('settings.page.title')}`,
    '',
    t('settings.page.intro'),
    '',
    ...SETTING_SECTIONS.flatMap(section),
  ].join('\n');
