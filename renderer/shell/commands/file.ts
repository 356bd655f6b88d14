import { t } from '../../../core/messages';
import { pickFiles, saveToFile } from '../../build/editor/files';
import { pickModel } from '../../build/models/models';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { announce } from '../../state/announce';
import { activeDocument, type OpenDocument, openEmpty, useDocuments } from '../../state/documents';
import { useNavigation } from '../../state/navigation';
import { closeDocument } from '../DocumentTabs';
import { deleteGraph, showGraphs, showHistory } from '../documents/documents';

/** A command on the graph that is shown. */
const onGraph = (perform: (open: OpenDocument) => void): Pick<Command, 'when' | 'perform'> => ({
  when: () => activeDocument() !== undefined,
  perform: () => {
    const open = activeDocument();
    if (open) perform(open);
  },
});

export const newGraph: Command = {
  id: 'file.new',
  section: 'file',
  label: 'commands.newGraph',
  keys: ['Alt+N'],
  perform: () => {
    openEmpty();
    useNavigation.getState().go('build');
  },
};

export const openFile: Command = {
  id: 'file.open',
  section: 'file',
  label: 'commands.openFile',
  keywords: ['load', 'json', 'import'],
  keys: ['Ctrl+O'],
  whileTyping: true,
  perform: pickFiles,
};

export const importModel: Command = {
  id: 'file.importModel',
  section: 'file',
  label: 'commands.importModel',
  keywords: ['keras', 'onnx', 'h5', 'safetensors', 'tfjs', 'load', 'weights', 'pretrained'],
  perform: pickModel,
};

export const saveFile: Command = {
  id: 'file.save',
  section: 'file',
  label: 'commands.saveFile',
  keywords: ['download', 'json', 'export'],
  keys: ['Ctrl+S'],
  whileTyping: true,
  ...onGraph(saveToFile),
};

export const allGraphs: Command = {
  id: 'file.all',
  section: 'file',
  label: 'commands.allGraphs',
  keywords: ['documents', 'open', 'saved', 'recent', 'list'],
  keys: ['Ctrl+Shift+O'],
  whileTyping: true,
  perform: showGraphs,
};

export const versionHistory: Command = {
  id: 'file.history',
  section: 'file',
  label: 'commands.versions',
  keywords: ['history', 'restore', 'earlier', 'snapshot', 'revert'],
  ...onGraph(showHistory),
};

/** The graph `by` tabs further; after the last comes the first. */
const otherGraph = (by: 1 | -1): Pick<Command, 'when' | 'perform'> => ({
  when: () => useDocuments.getState().documents.length > 1,
  perform: () => {
    const { documents, activeId, activate } = useDocuments.getState();
    const at = documents.findIndex(({ id }) => id === activeId);
    const next = documents.at((at + by) % documents.length);
    if (next) activate(next.id);
    useNavigation.getState().go('build');
  },
});

/** The tab of the graph that is shown, which keeps the focus where it has it. */
const moveTab = (by: 1 | -1): Pick<Command, 'when' | 'perform'> => {
  const place = () => {
    const { documents, activeId } = useDocuments.getState();
    const at = documents.findIndex(({ id }) => id === activeId);
    return { documents, at, to: at + by };
  };
  return {
    when: () => {
      const { documents, at, to } = place();
      return at >= 0 && to >= 0 && to < documents.length;
    },
    perform: () => {
      const { documents, at, to } = place();
      const moved = documents[at];
      if (!moved) return;
      const focused = document.activeElement;
      useDocuments.getState().move(moved.id, by > 0 ? to + 1 : to);
      const { name } = moved.document;
      announce({ text: t('shell.tabs.moved', { name, position: to + 1, count: documents.length }) });
      // The page takes the focus from what it moves.
      requestAnimationFrame(() => {
        const isLost = document.activeElement === document.body;
        if (isLost && focused instanceof HTMLElement) focused.focus();
      });
    },
  };
};

registerCommands('file', [
  newGraph,
  openFile,
  importModel,
  saveFile,
  allGraphs,
  versionHistory,
  {
    id: 'file.delete',
    section: 'file',
    label: 'commands.deleteGraph',
    keywords: ['bin', 'remove', 'trash'],
    where: 'graph',
    ...onGraph(({ id }) => void deleteGraph(id)),
  },
  {
    id: 'file.close',
    section: 'file',
    label: 'commands.closeGraph',
    keys: ['Alt+W'],
    where: 'graph',
    ...onGraph(closeDocument),
  },
  {
    id: 'file.tab-left',
    section: 'file',
    label: 'commands.tabLeft',
    keywords: ['reorder', 'order', 'graph'],
    keys: ['Alt+Shift+PageUp'],
    ...moveTab(-1),
  },
  {
    id: 'file.tab-right',
    section: 'file',
    label: 'commands.tabRight',
    keywords: ['reorder', 'order', 'graph'],
    keys: ['Alt+Shift+PageDown'],
    ...moveTab(1),
  },
  {
    id: 'go.next-graph',
    section: 'go',
    label: 'commands.nextGraph',
    keywords: ['tab', 'switch'],
    keys: ['Alt+PageDown'],
    ...otherGraph(1),
  },
  {
    id: 'go.previous-graph',
    section: 'go',
    label: 'commands.previousGraph',
    keywords: ['tab', 'switch'],
    keys: ['Alt+PageUp'],
    ...otherGraph(-1),
  },
]);
