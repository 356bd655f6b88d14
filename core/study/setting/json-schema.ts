/** The settings as a JSON schema, for editors and programs. */
import { z } from 'zod';
import { trainingSettingsSchema } from '../settings';
import { findSetting } from './list';
import { explanationOf, labelOf } from './texts';

/** `['properties', 'optimizer', 'oneOf', 0, 'properties', 'momentum']` -> `optimizer.momentum` */
const pathIn = (path: readonly (string | number)[]): string =>
  path.filter((_name, index) => path[index - 1] === 'properties').join('.');

/** Draft 2020-12, in the current language. */
export function settingsJsonSchema(): object {
  return z.toJSONSchema(trainingSettingsSchema, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      if (path.at(-2) !== 'properties') return;
      const at = pathIn(path);
      const setting = findSetting(at) ?? findSetting(`${at}.type`) ?? findSetting(`${at}.kind`);
      if (!setting) return;
      const { flag, keras } = setting.entry;
      Object.assign(jsonSchema, {
        title: labelOf(setting),
        description: explanationOf(setting),
        ...(flag ? { 'x-flag': `--${flag}` } : {}),
        ...(keras ? { 'x-keras': keras } : {}),
      });
    },
  });
}
