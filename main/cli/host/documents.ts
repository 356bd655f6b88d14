/** `skipwire documents`: the graphs that the app keeps. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { codeOf } from '../../../core/basics/errors';
import type { DocumentStore } from '../../documents/store';
import { columns, print, printJson, say } from '../output/output';

async function open(): Promise<DocumentStore> {
  const { DocumentStore } = await import('../../documents/store');
  const { documentsRoot } = await import('../../basics/paths');
  return new DocumentStore({ root: documentsRoot() });
}

const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

export function documentsCommand(): Command {
  return new Command('documents')
    .description('list, restore and export the graphs that the app keeps')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(historyCommand())
    .addCommand(restoreCommand())
    .addCommand(exportCommand());
}

const listCommand = (): Command =>
  new Command('list')
    .description('all graphs, the last saved first (the default)')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const graphs = await (await open()).list();
      if (json) return printJson(graphs);
      if (graphs.length === 0) return say('There are no graphs yet.');
      const rows = graphs.map(({ id, name, nodes, savedAt, problem }) => [
        id,
        name,
        problem === undefined ? String(nodes) : 'unreadable',
        minute(savedAt),
      ]);
      print(columns([['id', 'name', 'nodes', 'saved (UTC)'], ...rows], [2]));
    });

const historyCommand = (): Command =>
  new Command('history')
    .description('earlier versions of a graph, the newest first')
    .argument('<id>', 'as "skipwire documents list" shows it')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const versions = await (await open()).versions(id);
      if (json) return printJson(versions);
      const rows = versions.map(({ version = 'now', savedAt, nodes, words }) => [
        version,
        minute(savedAt),
        String(nodes),
        words,
      ]);
      print(columns([['version', 'saved (UTC)', 'nodes', 'what was done'], ...rows], [2]));
    });

const restoreCommand = (): Command =>
  new Command('restore')
    .description('bring back an earlier version of a graph; it can be undone in the app')
    .argument('<id>', 'as "skipwire documents list" shows it')
    .argument('<version>', 'as "skipwire documents history" shows it')
    .action(async (id: string, version: string) => {
      const { name } = await (await open()).restore(id, version);
      say(`${name} is the version ${version} again. Undo in the app takes that back.`);
    });

const exportCommand = (): Command =>
  new Command('export')
    .description('print a graph as JSON, or write it to a file, as "Save the graph to a file" does')
    .argument('<id>', 'as "skipwire documents list" shows it')
    .option('--at <version>', 'an earlier one, as "skipwire documents history" shows it')
    .option('--out <file>', 'to write to; must not exist')
    .action(async (id: string, { at, out }: { at?: string; out?: string }) => {
      const store = await open();
      const document = at === undefined ? (await store.read(id)).document : await store.version(id, at);
      if (out === undefined) return printJson(document);
      await writeNew(out, `${JSON.stringify(document, null, 2)}\n`);
      say(resolve(out));
    });

async function writeNew(path: string, text: string): Promise<void> {
  const { Refusal } = await import('../../basics/refusal');
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new Refusal(`${path} exists already. Choose another name.`);
    throw error;
  }
}
