/** What the controls of settings edit: the Train form, or a draft of their own inside a provider. */
import { createContext, useContext } from 'react';
import type { Draft } from './field';
import { useTrainForm } from './form';

export interface OwnDraft {
  draft: Draft;
  /** Part of the elements' ids, which must differ from those of the Train form. */
  place: string;
  set(change: Record<string, string | boolean>): void;
}

export const OwnDraftContext = createContext<OwnDraft | undefined>(undefined);

export function useFieldValue(key: string) {
  const own = useContext(OwnDraftContext);
  const typed = useTrainForm((form) => form.draft[key]);
  const setTyped = useTrainForm((form) => form.set);
  return {
    value: own ? own.draft[key] : typed,
    change: (next: string | boolean) => (own?.set ?? setTyped)({ [key]: next }),
    id: `${own?.place ?? 'train'}-${key}`,
  };
}
