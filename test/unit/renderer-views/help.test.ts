/** The welcome, the tour and the lesson. */
import { analyze } from '../../../core/analysis/analyze';
import { effectiveDocument } from '../../../core/network/effective';
import { findShortcuts, removeShortcuts } from '../../../core/network/shortcuts';
import { allCommands } from '../../../renderer/commands/registry';
import { LESSON, lessonGraph, SHORTCUT, showLessonStep } from '../../../renderer/shell/help/lesson';
import { TOUR } from '../../../renderer/shell/help/tour';
import { activeDocument, useDocuments } from '../../../renderer/state/documents';
import { closeHelp, goToStep, startTour, useHelp } from '../../../renderer/state/help';
import { useNavigation } from '../../../renderer/state/navigation';
import { useSelection } from '../../../renderer/state/selection';
import '../../../renderer/shell/commands/help';

beforeAll(() => jest.useFakeTimers());
afterAll(() => jest.useRealTimers());

const shortcut = () => activeDocument()?.document.edges.find(({ id }) => id === SHORTCUT);

test('the graph of the lesson is a network with one shortcut, which costs no parameter', () => {
  const graph = lessonGraph();
  const analysis = analyze(graph);
  expect(analysis.problems).toEqual([]);
  expect(findShortcuts(graph).map(({ edgeId }) => edgeId)).toEqual([SHORTCUT]);
  const plain = removeShortcuts(graph);
  expect(effectiveDocument(plain).nodes.map(({ id }) => id)).not.toContain('add');
  expect(analyze(plain).totals.params).toBe(analysis.totals.params);
});

test('each step changes and selects what it speaks of, on one graph', () => {
  const seen = LESSON.map((step) => {
    showLessonStep(step);
    jest.runAllTimers();
    return [shortcut()?.muted ?? false, useSelection.getState().items.length];
  });
  expect(seen).toEqual([
    [true, 5],
    [false, 0],
    [false, 1],
    [true, 1],
    [false, 0],
  ]);
  expect(useDocuments.getState().documents).toHaveLength(1);
  expect(useNavigation.getState().view).toBe('build');
});

test('a lesson whose graph was closed goes on with a new one', () => {
  showLessonStep(LESSON[0]!);
  useDocuments.getState().close(activeDocument()!.id);
  showLessonStep(LESSON[1]!);
  expect(shortcut()?.muted ?? false).toBe(false);
  expect(activeDocument()?.document.nodes).toHaveLength(lessonGraph().nodes.length);
});

test('the tour can be left at any step and begun again', () => {
  startTour();
  goToStep(TOUR.length - 1);
  expect(useHelp.getState().shown).toEqual({ what: 'tour', step: TOUR.length - 1 });
  closeHelp();
  goToStep(2);
  expect(useHelp.getState().shown).toBeUndefined();
  void allCommands()
    .find(({ id }) => id === 'help.tour')
    ?.perform();
  expect(useHelp.getState().shown).toEqual({ what: 'tour', step: 0 });
});
