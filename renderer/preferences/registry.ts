/** The entries of Settings. A file of entries registers them when it is loaded, by shell/preferences. */
import type { ComponentType } from 'react';
import { rankByWords, searchWords } from '../../core/basics/search';
import { inEnglish, type Key, message, t } from '../../core/messages';

/** In the order of the dialog. */
export const SECTIONS = {
  appearance: 'preferences.sections.appearance',
  canvas: 'preferences.sections.canvas',
  training: 'preferences.sections.training',
  connections: 'preferences.sections.connections',
  files: 'preferences.sections.files',
  shortcuts: 'shell.shortcutList.title',
} as const satisfies Record<string, Key>;

export type Section = keyof typeof SECTIONS;

/** One entry: its words, and the control that shows and changes the value, which is stored elsewhere. */
export interface Preference {
  id: string;
  section: Section;
  label: Key;
  help: Key;
  /** More words, in English, that find it. */
  keywords?: readonly string[];
  /** The control needs the whole width. */
  wide?: boolean;
  /** `label`: its accessible name. */
  Control: ComponentType<{ label: string }>;
}

const groups = new Map<string, readonly Preference[]>();

/** A file that is loaded again in development replaces its entries. */
export function registerPreferences(group: string, preferences: readonly Preference[]): void {
  groups.set(group, preferences);
}

/** By section, in the order of registration. */
export function allPreferences(): Preference[] {
  const all = [...groups.values()].flat();
  return Object.keys(SECTIONS).flatMap((section) => all.filter((one) => one.section === section));
}

/** Entries that match all words of the query, in the order of the dialog; the English words find them in any language. */
export function findPreferences(query: string): Preference[] {
  const words = searchWords(query);
  const textsOf = ({ label, help, section, keywords = [] }: Preference) => [
    inEnglish(message(label)),
    ...[help, SECTIONS[section]].map((key) => t(key)),
    ...keywords,
  ];
  return allPreferences().filter(
    (one) => words.length === 0 || rankByWords(words, t(one.label), textsOf(one)) > 0,
  );
}
