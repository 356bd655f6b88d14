/** A short tour of the window. */
import type { Key } from '../../../core/messages';
import type { View } from '../../state/navigation';

export interface TourStep {
  /** Value of `data-tour` of what it is about. */
  at: string;
  /** Shown first. */
  view?: View;
  title: Key;
  text: Key;
  /** Id of the command whose keys the text names. */
  command?: string;
}

export const TOUR: readonly TourStep[] = [
  { at: 'views', title: 'help.tour.views.title', text: 'help.tour.views.text' },
  {
    at: 'main',
    view: 'build',
    title: 'help.tour.build.title',
    text: 'help.tour.build.text',
    command: 'graph.search',
  },
  { at: 'presets', view: 'build', title: 'help.tour.presets.title', text: 'help.tour.presets.text' },
  { at: 'train', title: 'help.tour.train.title', text: 'help.tour.train.text' },
  { at: 'main', view: 'compare', title: 'help.tour.compare.title', text: 'help.tour.compare.text' },
  { at: 'search', title: 'help.tour.search.title', text: 'help.tour.search.text' },
  { at: 'help', title: 'help.tour.help.title', text: 'help.tour.help.text' },
];
