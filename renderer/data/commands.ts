import { type Key, message } from '../../core/messages';
import { catalogueNames, datasetTitle } from '../../core/study/data';
import { useDatasetsStore } from '../client/datasets';
import type { Command } from '../commands/command';
import { inView } from '../commands/offers';
import { registerCommands } from '../commands/registry';
import { type DataTab, useDataSelection } from '../state/dataSelection';
import { useNavigation } from '../state/navigation';
import { openAddOwn } from './adding/state';

const TABS: readonly { tab: DataTab; label: Key }[] = [
  { tab: 'examples', label: 'commands.data.examples' },
  { tab: 'about', label: 'commands.data.about' },
  { tab: 'pipeline', label: 'commands.data.pipeline' },
];

const show = (change: Partial<ReturnType<typeof useDataSelection.getState>>) => () => {
  useDataSelection.setState(change);
  useNavigation.getState().go('data');
};

registerCommands('data', [
  {
    id: 'data.add',
    section: 'data',
    label: 'commands.data.add',
    keywords: ['own', 'import', 'images', 'folder', 'archive', 'zip'],
    perform: () => {
      useNavigation.getState().go('data');
      openAddOwn();
    },
  },
  ...inView('data', [
    { id: 'data.get', label: 'commands.data.get', keywords: ['download', 'generate', 'prepare'] },
    { id: 'data.train', label: 'commands.data.train', keywords: ['start'] },
    { id: 'data.remove', label: 'commands.data.remove', keywords: ['delete', 'disk', 'space'] },
  ]),
  ...TABS.map(
    ({ tab, label }): Command => ({
      id: `data.${tab}`,
      section: 'data',
      label,
      keywords: ['data set'],
      perform: show({ tab }),
    }),
  ),
]);

/** One for each data set: the catalogue's, and a person's own once the host has listed them. */
registerCommands('data sets', () => {
  const { datasets } = useDatasetsStore.getState();
  const names = new Map(Object.entries(catalogueNames));
  for (const { id, name } of datasets) names.set(id, datasetTitle(name, id));
  return [...names].map(
    ([id, name]): Command => ({
      id: `data.set.${id}`,
      section: 'data',
      label: message('commands.data.show', { name }),
      keywords: ['data set', id],
      perform: show({ id }),
    }),
  );
});
