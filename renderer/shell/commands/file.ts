/** New graphs, graph files, saved graphs and their versions. */
import { pickFiles, saveToFile } from '../../build/editor/files';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { activeDocument, openEmpty } from '../../state/documents';
import { useNavigation } from '../../state/navigation';
import { closeDocument } from '../DocumentTabs';
import { deleteGraph, showGraphs, showHistory } from '../documents/documents';

export const newGraph: Command = {
  id: 'file.new',
  section: 'File',
  label: 'New graph',
  keys: ['Alt+N'],
  perform: () => {
    openEmpty();
    useNavigation.getState().go('build');
  },
};

export const openFile: Command = {
  id: 'file.open',
  section: 'File',
  label: 'Open a graph file',
  keywords: ['load', 'json', 'import'],
  keys: ['Ctrl+O'],
  whileTyping: true,
  perform: pickFiles,
};

export const saveFile: Command = {
  id: 'file.save',
  section: 'File',
  label: 'Save the graph to a file',
  keywords: ['download', 'json', 'export'],
  keys: ['Ctrl+S'],
  whileTyping: true,
  when: () => activeDocument() !== undefined,
  perform: () => {
    const open = activeDocument();
    if (open) saveToFile(open);
  },
};

export const allGraphs: Command = {
  id: 'file.all',
  section: 'File',
  label: 'All graphs',
  keywords: ['documents', 'open', 'saved', 'recent', 'list'],
  keys: ['Ctrl+Shift+O'],
  whileTyping: true,
  perform: showGraphs,
};

export const versionHistory: Command = {
  id: 'file.history',
  section: 'File',
  label: 'Versions of this graph',
  keywords: ['history', 'restore', 'earlier', 'snapshot', 'revert'],
  when: () => activeDocument() !== undefined,
  perform: showHistory,
};

registerCommands('file', [
  newGraph,
  openFile,
  saveFile,
  allGraphs,
  versionHistory,
  {
    id: 'file.delete',
    section: 'File',
    label: 'Delete the graph',
    keywords: ['bin', 'remove', 'trash'],
    when: () => activeDocument() !== undefined,
    perform: () => {
      const open = activeDocument();
      if (open) void deleteGraph(open.id);
    },
  },
  {
    id: 'file.close',
    section: 'File',
    label: 'Close the graph',
    keys: ['Alt+W'],
    when: () => activeDocument() !== undefined,
    perform: () => {
      const open = activeDocument();
      if (open) closeDocument(open);
    },
  },
]);
