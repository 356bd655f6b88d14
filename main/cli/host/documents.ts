/** `skipwire documents`: lists, restores and exports graphs. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { codeOf } from '../../../core/basics/errors';
import { type Message, type MessageOrText, t, textOf, type Value } from '../../../core/messages';
import type { DocumentStore } from '../../documents/store';
import { columns, headings, print, printJson, say } from '../output/output';

async function open(): Promise<DocumentStore> {
  const { DocumentStore } = await import('../../documents/store');
  const { documentsRoot } = await import('../../basics/paths');
  return new DocumentStore({ root: documentsRoot() });
}

const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

export function documentsCommand(): Command {
  return new Command('documents')
    .description(t('cli.documents.description'))
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(historyCommand())
    .addCommand(restoreCommand())
    .addCommand(exportCommand());
}

const listCommand = (): Command =>
  new Command('list')
    .description(t('cli.documents.list'))
    .option('--json', t('cli.options.json'))
    .action(async ({ json }: { json?: boolean }) => {
      const graphs = await (await open()).list();
      if (json) return printJson(graphs);
      if (graphs.length === 0) return say(t('cli.documents.none'));
      const rows = graphs.map(({ id, name, nodes, savedAt, problem }) => [
        id,
        name,
        problem === undefined ? String(nodes) : t('cli.documents.unreadable'),
        minute(savedAt),
      ]);
      print(columns([headings('id', 'name', 'layers', 'saved'), ...rows], [2]));
    });

const historyCommand = (): Command =>
  new Command('history')
    .description(t('cli.documents.history'))
    .argument('<id>', t('cli.arguments.graphId'))
    .option('--json', t('cli.options.json'))
    .action(async (id: string, { json }: { json?: boolean }) => {
      const versions = await (await open()).versions(id);
      if (json) return printJson(versions.map((each) => ({ ...each, changes: changesIn(each.words) })));
      const rows = versions.map(({ version = t('cli.documents.now'), savedAt, nodes, words }) => [
        version,
        minute(savedAt),
        String(nodes),
        textOf(words),
      ]);
      print(columns([headings('version', 'saved', 'layers', 'change'), ...rows], [2]));
    });

/** What a change did, for programs: `{ layersAdded: 2, renamed: 'Plain' }`. */
function changesIn(said: MessageOrText): Record<string, Value | true> {
  if (typeof said === 'string') return {};
  const { key, values = {} } = said;
  const { text } = values;
  if (typeof text === 'object') {
    const parts = 'list' in text ? text.list : [text];
    return Object.assign({}, ...parts.map((part) => changesIn(part as Message)));
  }
  const [value = true] = Object.values(values);
  return { [key.split('.').at(-1)!]: value };
}

const restoreCommand = (): Command =>
  new Command('restore')
    .description(t('cli.documents.restore'))
    .argument('<id>', t('cli.arguments.graphId'))
    .argument('<version>', t('cli.arguments.version'))
    .action(async (id: string, version: string) => {
      const { name } = await (await open()).restore(id, version);
      say(t('cli.documents.restored', { name, version }));
    });

const exportCommand = (): Command =>
  new Command('export')
    .description(t('cli.documents.export'))
    .argument('<id>', t('cli.arguments.graphId'))
    .option('--at <version>', t('cli.documents.at'))
    .option('--out <file>', t('cli.documents.out'))
    .action(async (id: string, { at, out }: { at?: string; out?: string }) => {
      const store = await open();
      const document = at === undefined ? (await store.read(id)).document : await store.version(id, at);
      if (out === undefined) return printJson(document);
      await writeNew(out, `${JSON.stringify(document, null, 2)}\n`);
      say(resolve(out));
    });

async function writeNew(path: string, text: string): Promise<void> {
  const { refuse } = await import('../../basics/refusal');
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') refuse('cli.documents.exists', { path });
    throw error;
  }
}
