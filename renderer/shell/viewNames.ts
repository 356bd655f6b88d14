import type { Key } from '../../core/messages';
import type { View } from '../state/navigation';

export const VIEW_NAMES = {
  build: 'shell.views.build',
  data: 'shell.views.data',
  train: 'shell.views.train',
  compare: 'shell.views.compare',
  predict: 'shell.views.predict',
  export: 'shell.views.export',
} as const satisfies Record<View, Key>;
