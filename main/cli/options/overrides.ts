/** Single settings on the command line: `schedule.type=cosine`, `optimizer.momentum=0.9`. */

import { InvalidArgumentError } from 'commander';
import { readNumber } from '../../../core/format/read-number';
import { t } from '../../../core/messages';
import type { Override } from '../../../core/study/setting/override';

/** Reads `path=value` and adds it to the earlier ones. */
export function override(text: string, before: readonly Override[] = []): Override[] {
  const [, path, value] = /^([A-Za-z]\w*(?:\.\w+)*)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined || value === '') {
    throw new InvalidArgumentError(t('settings.help.pair'));
  }
  return [...before, { path: path.split('.'), value: readValue(value) }];
}

/** Reads null (`none`), lists (`1,2` or JSON), numbers, and booleans (`on`, `true`); anything else is text. */
export function readValue(text: string): unknown {
  if (/^\[.*\]$/s.test(text)) return readJson(text);
  if (text.includes(',')) return text.split(',').map((part) => readValue(part.trim()));
  if (text === 'none' || text === 'null') return null;
  if (text === 'true' || text === 'on') return true;
  if (text === 'false' || text === 'off') return false;
  const value = readNumber(text);
  return Number.isNaN(value) ? text : value;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(t('settings.help.json', { received: text }));
  }
}
