/** Which layer and class the Grad-CAM maps of a network explain, and the map of one picture. */

import { gradCamNodes } from '../../core/analysis/grad-cam-nodes';
import { elementCount } from '../../core/basics/element-count';
import type { GradCamMap, GradCamRequest } from '../../core/contract/predict';
import { someOf } from '../../core/messages';
import { topOf } from '../../core/study/answers';
import { refuse } from '../basics/refusal';
import { valuesOf } from './guesses';
import { heatOver, imageOf } from './maps';
import { type AskedNetwork, classCount, outputNames } from './network';

export interface Explained {
  node: string;
  /** Undefined for the likeliest class of each picture. */
  of: number | undefined;
}

/** @throws Refusal for a node without maps, or a class that the network does not know. */
export function explained(
  network: AskedNetwork,
  { node: wanted, class: name }: Pick<GradCamRequest, 'node' | 'class'>,
): Explained {
  const { all, usual } = gradCamNodes(network.analysis);
  const node = wanted ?? usual ?? refuse('predict.noMap', { network: network.title });
  if (!all.includes(node)) {
    refuse('predict.badNode', { network: network.title, node, nodes: someOf(all.slice(-8)) });
  }
  if (name === undefined) return { node, of: undefined };
  const classes = outputNames(network);
  const of = classes.indexOf(name);
  if (of < 0) refuse('predict.badClass', { network: network.title, name, classes: someOf(classes) });
  return { node, of };
}

/** @param values of all pictures, in a row. @param at which one. */
export async function mapOf(
  network: AskedNetwork,
  { node, of }: Explained,
  { x, shares, map }: Readonly<Record<'x' | 'shares' | 'map', Float32Array>>,
  at: number,
): Promise<GradCamMap> {
  const { shape } = network.inference.input;
  const [height, width] = (network.analysis.nodes[node]?.outputShape ?? []) as [number, number];
  const seen = imageOf(valuesOf(x, at, elementCount(shape)), shape);
  const heat = await heatOver(valuesOf(map, at, height * width), [height, width], seen);
  const row = valuesOf(shares, at, classCount(network));
  const output = of ?? (topOf(row, 1)[0] as number);
  return { node, of: { class: output, share: row[output] as number }, seen, ...heat };
}
