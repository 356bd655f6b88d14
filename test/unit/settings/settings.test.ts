/** Every setting has an entry and its texts, and the page in docs is current. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import en from '../../../core/messages/en.json';
import { settingsJsonSchema } from '../../../core/study/setting/json-schema';
import { SETTINGS } from '../../../core/study/setting/list';
import { settingsPage } from '../../../core/study/setting/reference-page';
import { trainingSettingsSchema } from '../../../core/study/settings';

type Json = {
  properties?: Record<string, Json>;
  anyOf?: Json[];
  oneOf?: Json[];
  type?: string;
  title?: string;
};

/** Every path of the settings with a value, over all members of its unions. */
function paths({ properties, anyOf, oneOf }: Json, path = ''): string[] {
  const members = (anyOf ?? oneOf ?? []).filter(({ type }) => type !== 'null');
  if (members.some((member) => member.properties)) return members.flatMap((member) => paths(member, path));
  if (!properties) return [path];
  return Object.entries(properties).flatMap(([key, value]) => paths(value, path ? `${path}.${key}` : key));
}

test('every value of the schema is a setting', () => {
  const schema = z.toJSONSchema(trainingSettingsSchema, { io: 'input' }) as Json;
  const values = SETTINGS.filter(({ type }) => type !== 'part').map(({ path }) => path);
  expect(new Set(values)).toEqual(new Set(paths(schema)));
});

/** The texts that a setting may have; others would never be shown. */
const TEXTS = new Set(['label', 'noun', 'help', 'details', 'off', 'phrase', 'phraseOff', 'amount.label']);

test('every setting has a label and help, and the catalogue has no other texts', () => {
  const texts = en.settings as unknown as Record<string, unknown>;
  const at = (path: string) =>
    path.split('.').reduce<unknown>((node, name) => (node as Record<string, unknown>)?.[name], texts);
  for (const { path } of SETTINGS) {
    expect([path, typeof at(`${path}.label`), typeof at(`${path}.help`)]).toEqual([path, 'string', 'string']);
  }
  const roots = new Set(SETTINGS.map(({ path }) => path.split('.')[0]));
  const flat = (node: unknown, path: string): string[] =>
    typeof node === 'string'
      ? [path]
      : Object.entries(node as object).flatMap(([name, inner]) =>
          flat(inner, path ? `${path}.${name}` : name),
        );
  const unread = flat(texts, '').filter((key) => {
    if (!roots.has(key.split('.')[0])) return false;
    // The choice between ways of clipping is not a setting.
    if (key.startsWith('optimizer.clip.')) return false;
    return !SETTINGS.some(({ path, options }) => {
      const rest = key.startsWith(`${path}.`) ? key.slice(path.length + 1) : '';
      return TEXTS.has(rest) || options.some((option) => rest === `values.${option}`);
    });
  });
  expect(unread).toEqual([]);
});

test('docs/settings.md is current: npm run settings-page', () => {
  const page = readFileSync(join(__dirname, '../../../docs/settings.md'), 'utf8');
  expect(page).toBe(settingsPage());
});

test('the JSON schema has a title for every setting', () => {
  const { properties } = settingsJsonSchema() as Json;
  expect(properties?.epochs).toMatchObject({ title: 'Epochs', minimum: 1, maximum: 10_000, default: 5 });
  const without = Object.entries(properties ?? {}).filter(
    ([, { title, properties: inner }]) => !title && !inner,
  );
  expect(without).toEqual([]);
});
