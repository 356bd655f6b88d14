/** What the form knows of one control: where its value stands in the settings, and when it has a meaning. */

/** What is typed (text) or switched (true, false), by key of the field. */
export type Draft = Readonly<Record<string, string | boolean>>;

export interface Option {
  value: string;
  label: string;
}

interface Common {
  /**
   * Unique in the form. Fields of one optimizer or schedule carry its name, so that what was typed for one
   * stays while another is tried.
   */
  key: string;
  label: string;
  /** In messages and tables, where the label reads well beside its control only: "training images". */
  noun?: string;
  help: string;
  /** In force only while another field, which stands before it, has one of these values. */
  when?: { key: string; is: readonly (string | boolean)[] };
}

/** A value at a dotted path of the settings. */
export interface ValueField extends Common {
  /** classes: a list of them as core/study/classes.ts writes it. */
  control: 'integer' | 'number' | 'integers' | 'choice' | 'toggle' | 'classes';
  path: string;
  options?: readonly Option[];
  /** Nothing typed stands for null, in these words: "no limit". */
  empty?: string;
  /** Shown behind the number: "steps". */
  unit?: string;
}

/** Turns a part on or off; off stands as this value at the path, and the fields that wait for it say the rest. */
export interface SwitchField extends Common {
  control: 'switch';
  path: string;
  off: 0 | null;
}

/** Which one of several values is in force; the others are null. */
export interface ModeField extends Common {
  control: 'mode';
  none: Option;
  modes: readonly (Option & { path: string })[];
}

export type SettingField = ValueField | SwitchField | ModeField;

/** Whether a field has a meaning under what else is chosen. */
export function inForce({ when }: SettingField, draft: Draft): boolean {
  return when === undefined || when.is.includes(draft[when.key] ?? '');
}

/** The value at a dotted path, or undefined. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
