/** The drawing of a graph, made once for each version of it. */
import type { GraphDocument } from '../../../core/graph/document';
import { analysisOf } from '../../state/analysis';
import { buildScene, type Scene } from './scene';

const scenes = new WeakMap<GraphDocument, Scene>();

export function sceneOf(document: GraphDocument): Scene {
  let scene = scenes.get(document);
  if (!scene) {
    scene = buildScene(document, analysisOf(document));
    scenes.set(document, scene);
  }
  return scene;
}
