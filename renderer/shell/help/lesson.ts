/** *What is a shortcut?* in five steps on a graph of its own, which each step changes or selects in. */
import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../../core/graph/document';
import { type Key, t } from '../../../core/messages';
import { openGraph, setWiresMuted } from '../../build/editor/actions';
import { fitView } from '../../build/editor/canvasView';
import { useDocuments } from '../../state/documents';
import { useNavigation } from '../../state/navigation';
import { useSelection } from '../../state/selection';

const CONV = { filters: 16, kernelSize: [3, 3], padding: 'same' };

const NODES: readonly (readonly [id: string, type: string, params: GraphNode['params']])[] = [
  ['input', 'Input', { shape: [32, 32, 3] }],
  ['stem', 'Conv2D', CONV],
  ['conv1', 'Conv2D', CONV],
  ['bn1', 'BatchNormalization', {}],
  ['relu1', 'Activation', { function: 'relu' }],
  ['conv2', 'Conv2D', CONV],
  ['bn2', 'BatchNormalization', {}],
  ['add', 'Add', {}],
  ['relu2', 'Activation', { function: 'relu' }],
  ['pool', 'GlobalAveragePooling2D', {}],
  ['classes', 'Dense', { units: 10, activation: 'softmax' }],
];

export const SHORTCUT = 'shortcut';
const PATH = ['conv1', 'bn1', 'relu1', 'conv2', 'bn2'];

/** One residual block between a stem and a head. */
export function lessonGraph(): GraphDocument {
  const nodes = NODES.map(([id, type, params]): GraphNode => ({ id, type, params }));
  const edges = nodes
    .slice(1)
    .map(({ id }, index): GraphEdge => ({ id: `to-${id}`, source: nodes[index]!.id, target: id, port: 0 }));
  const shortcut: GraphEdge = { id: SHORTCUT, source: 'stem', target: 'add', port: 1 };
  return { ...emptyDocument(t('help.lesson.graph')), nodes, edges: [...edges, shortcut] };
}

/** Also of an earlier lesson, in another language or after edits. */
const isLesson = ({ nodes, edges }: GraphDocument): boolean =>
  NODES.every(([id]) => nodes.some((node) => node.id === id)) && edges.some(({ id }) => id === SHORTCUT);

export interface LessonStep {
  title: Key;
  text: Key;
  /** Id of the command whose keys the text names. */
  command?: string;
  /** Whether the shortcut is removed. */
  removed: boolean;
  selected: { items?: readonly string[]; edges?: readonly string[] };
}

export const LESSON: readonly LessonStep[] = [
  {
    title: 'help.lesson.path.title',
    text: 'help.lesson.path.text',
    removed: true,
    selected: { items: PATH },
  },
  {
    title: 'help.lesson.shortcut.title',
    text: 'help.lesson.shortcut.text',
    removed: false,
    selected: { edges: [SHORTCUT] },
  },
  {
    title: 'help.lesson.why.title',
    text: 'help.lesson.why.text',
    removed: false,
    selected: { items: ['add'] },
  },
  {
    title: 'help.lesson.remove.title',
    text: 'help.lesson.remove.text',
    command: 'edit.mute',
    removed: true,
    selected: { items: ['add'] },
  },
  { title: 'help.lesson.worth.title', text: 'help.lesson.worth.text', removed: false, selected: {} },
];

const isNarrow = () => globalThis.window?.matchMedia('(max-width: 1199px)').matches ?? false;

/** Shows the step on the graph of the lesson, which is opened again if it was closed. */
export function showLessonStep({ removed, selected }: LessonStep): void {
  const { documents, activate } = useDocuments.getState();
  const there = documents.find(({ document }) => isLesson(document));
  if (there) activate(there.id);
  else openGraph(lessonGraph(), true);
  useNavigation.getState().go('build');
  setWiresMuted([SHORTCUT], removed);
  // The canvas clears the selection of the graph that it showed before.
  setTimeout(() => {
    // In a narrow window, the inspector of a selection would cover the graph.
    useSelection.getState().select(isNarrow() ? {} : selected);
    fitView();
  }, 120);
}
