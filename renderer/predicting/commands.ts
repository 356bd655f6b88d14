import type { Key } from '../../core/messages';
import type { Command } from '../commands/command';
import { registerCommands } from '../commands/registry';
import { useNavigation } from '../state/navigation';
import type { PictureChoice } from '../state/predicting';
import { pick, show } from './bringPictures';

const IMAGES: readonly { id: string; label: Key; choice: PictureChoice }[] = [
  { id: 'validation', label: 'commands.predict.validation', choice: { kind: 'images', split: 'validation' } },
  { id: 'test', label: 'commands.predict.test', choice: { kind: 'images', split: 'test' } },
  {
    id: 'mistakes',
    label: 'commands.predict.mistakes',
    choice: { kind: 'wrong', split: 'validation', which: { kind: 'mistakes' } },
  },
  {
    id: 'disagreements',
    label: 'commands.predict.disagreements',
    choice: { kind: 'wrong', split: 'validation', which: { kind: 'disagreements' } },
  },
];

const command = (id: string, label: Key, act: () => unknown): Command => ({
  id: `predict.${id}`,
  section: 'predict',
  label,
  keywords: ['pictures', 'images', 'classify', 'evaluate'],
  perform: async () => {
    useNavigation.getState().go('predict');
    await act();
  },
});

registerCommands('predict', [
  command('files', 'commands.predict.files', () => pick('files')),
  command('folder', 'commands.predict.folder', () => pick('folder')),
  ...IMAGES.map(({ id, label, choice }) => command(id, label, () => show(choice))),
]);
