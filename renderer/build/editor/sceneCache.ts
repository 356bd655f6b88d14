import type { GraphDocument } from '../../../core/graph/document';
import { type Language, language } from '../../../core/messages';
import { analysisOf } from '../../state/analysis';
import { buildScene, type Scene } from './scene';

const scenes = new WeakMap<GraphDocument, { scene: Scene; language: Language }>();

/** The scene of a graph, made once for each version and language. */
export function sceneOf(document: GraphDocument): Scene {
  const known = scenes.get(document);
  if (known?.language === language()) return known.scene;
  const scene = buildScene(document, analysisOf(document));
  scenes.set(document, { scene, language: language() });
  return scene;
}
