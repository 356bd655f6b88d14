/** The analysis of a graph in the window: one for Build, Train and Compare. */
import { setLearningRateFactor, setTrainable } from '../../../core/edit';
import { buildPreset } from '../../../core/presets';
import { analysisOf, identityOf } from '../../../renderer/state/analysis';

test('a graph that was only moved keeps its analysis, even if others were analyzed meanwhile', () => {
  const graph = buildPreset('resnet20');
  const analysis = analysisOf(graph);
  analysisOf(buildPreset('plain20'));
  identityOf(buildPreset('resnet32'));
  const moved = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })) };
  expect(analysisOf(moved)).toBe(analysis);
  expect(identityOf(moved).graphKey).toBe(identityOf(graph).graphKey);
});

test('a graph with another parameter is analyzed again', () => {
  const graph = buildPreset('resnet20');
  const [first, ...others] = graph.nodes;
  const input = { ...first!, params: { ...first!.params, shape: [64, 64, 3] } };
  expect(analysisOf({ ...graph, nodes: [input, ...others] })).not.toBe(analysisOf(graph));
});

test('a graph with a frozen layer, or a factor, is analyzed again', () => {
  const graph = buildPreset('resnet20');
  const { trainable } = analysisOf(graph).totals;
  expect(analysisOf(setTrainable(graph, ['stem.conv'], false)).totals.trainable).toBeLessThan(trainable);
  const slow = setLearningRateFactor(graph, ['stem.conv'], 0.1);
  expect(analysisOf(slow).nodes['stem.conv']?.learningRateFactor).toBe(0.1);
});
