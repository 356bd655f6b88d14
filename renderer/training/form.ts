/** What is typed and chosen in the Train view; kept in the browser's storage, so that a reload loses nothing. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { momentumOf } from '../../core/study/optimizer';
import { type DatasetId, datasetIdSchema, trainingSettingsSchema } from '../../core/study/settings';

/** The fields as typed; validate.ts reads them. */
export interface FormText {
  /** Of the study; empty takes a name made of its arms. */
  name: string;
  dataset: DatasetId;
  trainLimit: string;
  valLimit: string;
  epochs: string;
  batchSize: string;
  learningRate: string;
  momentum: string;
  clipnorm: string;
  seeds: string;
}

const study = trainingSettingsSchema.parse({});

/** The ablation study's: the defaults of the settings themselves, as text. */
export const STUDY_DEFAULTS: FormText = {
  name: '',
  dataset: study.dataset,
  trainLimit: study.trainLimit === null ? '' : String(study.trainLimit),
  valLimit: study.valLimit === null ? '' : String(study.valLimit),
  epochs: String(study.epochs),
  batchSize: String(study.batchSize),
  learningRate: String(study.optimizer.learningRate),
  momentum: String(momentumOf(study.optimizer)),
  clipnorm: study.optimizer.clipnorm === null ? '' : String(study.optimizer.clipnorm),
  seeds: String(study.seed),
};

export interface TrainForm {
  text: FormText;
  /** Arms ticked or unticked by the person, by key; all others take their default. */
  ticked: Readonly<Record<string, boolean>>;
  /** Keys of the arms that were added to the open graphs: plain twins and presets (arms.ts). */
  added: readonly string[];
  setText(change: Partial<FormText>): void;
  tick(key: string, on: boolean): void;
  addArm(key: string): void;
  removeArm(key: string): void;
  reset(): void;
}

/** Damaged or foreign storage gives the defaults. */
function readStored(stored: unknown): Partial<Pick<TrainForm, 'text' | 'ticked' | 'added'>> {
  if (typeof stored !== 'object' || stored === null) return {};
  const { text, ticked, added } = stored as Record<string, unknown>;
  const typed = { ...STUDY_DEFAULTS };
  if (typeof text === 'object' && text !== null) {
    for (const [name, value] of Object.entries(text)) {
      if (name === 'dataset') {
        const dataset = datasetIdSchema.safeParse(value);
        if (dataset.success) typed.dataset = dataset.data;
      } else if (name in typed && typeof value === 'string') {
        typed[name as Exclude<keyof FormText, 'dataset'>] = value;
      }
    }
  }
  return {
    text: typed,
    ticked: typeof ticked === 'object' && ticked !== null ? (ticked as Record<string, boolean>) : {},
    added: Array.isArray(added) ? added.filter((key) => typeof key === 'string') : [],
  };
}

export const useTrainForm = create<TrainForm>()(
  persist(
    (set) => ({
      text: STUDY_DEFAULTS,
      ticked: {},
      added: [],
      setText: (change) => set(({ text }) => ({ text: { ...text, ...change } })),
      tick: (key, on) => set(({ ticked }) => ({ ticked: { ...ticked, [key]: on } })),
      addArm: (key) =>
        set(({ added, ticked }) => ({
          added: added.includes(key) ? added : [...added, key],
          ticked: { ...ticked, [key]: true },
        })),
      removeArm: (key) => set(({ added }) => ({ added: added.filter((other) => other !== key) })),
      reset: () => set(({ text }) => ({ text: { ...STUDY_DEFAULTS, dataset: text.dataset } })),
    }),
    {
      name: 'skipwire.train.v1',
      storage: createJSONStorage(() => globalThis.localStorage),
      partialize: ({ text, ticked, added }) => ({ text, ticked, added }),
      merge: (stored, initial) => ({ ...initial, ...readStored(stored) }),
    },
  ),
);
