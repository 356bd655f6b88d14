/** Graphs as files: opening by picker or drop, saving by download. Models are imported. */
import {
  GRAPH_EXTENSIONS,
  graphFileName,
  isGraphFile,
  LARGEST_GRAPH_FILE,
} from '../../../core/graph/file-name';
import { isModelFile, isModelJson, isShard, MODEL_EXTENSIONS } from '../../../core/graph/model-file-name';
import { GraphError } from '../../../core/graph/problem';
import { t, textOf } from '../../../core/messages';
import { parseDocumentText } from '../../../core/network/parse';
import { noteDocument } from '../../client/shell';
import type { OpenDocument } from '../../state/documents';
import { notify } from '../../state/notices';
import { saveBlob } from '../../ui/saveAs';
import { importFile } from '../models/models';
import { openGraph } from './actions';

export function saveToFile(open: OpenDocument) {
  const blob = new Blob([`${JSON.stringify(open.document, null, 2)}\n`], { type: 'application/json' });
  saveBlob(blob, graphFileName(open.document.name));
}

/** Opens each graph and imports each model. A notice says what is wrong with one that cannot be read. */
export async function openFiles(files: Iterable<File>) {
  const all = [...files];
  const shards = all.some(({ name }) => isGraphFile(name)) ? all.filter(({ name }) => isShard(name)) : [];
  for (const file of all) {
    if (shards.includes(file)) continue;
    if (isModelFile(file.name)) {
      await importFile(file);
      continue;
    }
    if (file.size > LARGEST_GRAPH_FILE) {
      notify({ severity: 'error', text: t('build.notice.tooLarge', { name: file.name }) });
      continue;
    }
    const text = await file.text();
    if (isModelJson(text)) {
      await importFile(file, shards);
      continue;
    }
    openText(file.name, text);
    noteDocument(file);
  }
}

/** Opens the text of a graph file, or says what is wrong with it. */
export function openText(name: string, text: string) {
  try {
    openGraph(parseDocumentText(text));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    notify({ severity: 'error', text: t('build.notice.notOpened', { name, reasons: reasons(error) }) });
  }
}

function reasons(error: GraphError): string {
  const shown = error.problems.slice(0, 5).map((problem) => textOf(problem.said));
  const more = error.problems.length - shown.length;
  return [...shown, ...(more > 0 ? [t('build.notice.andMore', { count: more })] : [])].join('\n');
}

export function pickFiles() {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = [...GRAPH_EXTENSIONS, ...MODEL_EXTENSIONS, 'bin']
    .map((extension) => `.${extension}`)
    .join(',');
  input.multiple = true;
  input.addEventListener('change', () => void openFiles([...(input.files ?? [])]));
  input.click();
}
