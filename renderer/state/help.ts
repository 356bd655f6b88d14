/** What of the help is shown. */
import { create } from 'zustand';

interface Help {
  /** At most one at a time. `step` counts from 0. */
  shown?: { what: 'welcome' } | { what: 'tour' | 'lesson'; step: number } | undefined;
}

export const useHelp = create<Help>(() => ({}));

export const showWelcome = (): void => useHelp.setState({ shown: { what: 'welcome' } });
export const startTour = (): void => useHelp.setState({ shown: { what: 'tour', step: 0 } });
export const startLesson = (): void => useHelp.setState({ shown: { what: 'lesson', step: 0 } });
export const closeHelp = (): void => useHelp.setState({ shown: undefined });

export const goToStep = (step: number): void =>
  useHelp.setState(({ shown }) => (shown && shown.what !== 'welcome' ? { shown: { ...shown, step } } : {}));
