/** A command for each graph that was saved last, so that the search opens it by its name. */
import { message } from '../../../core/messages';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { showGraph, useDocumentDialogs } from './documents';

const MOST_RECENT = 20;

/** None before the host has listed them: the search asks for them when it opens. */
registerCommands('graphs', () =>
  (useDocumentDialogs.getState().graphs ?? []).slice(0, MOST_RECENT).map(
    ({ id, name }): Command => ({
      id: `file.graph.${id}`,
      section: 'file',
      label: message('commands.openGraph', { name }),
      keywords: ['recent', 'graph', 'document'],
      perform: () => showGraph(id),
    }),
  ),
);
