import { z } from 'zod';
import type { GraphDocument, GraphNode } from '../../graph/document';
import { headOf } from '../../network/fitted';
import { param } from '../../ops/fields';
import { defineEdit } from './edit';
import { divisorUpTo } from './normalization';
import { cannot, shapesOf, withParams } from './parts';

export const widthEdit = defineEdit({
  kind: 'width',
  label: 'ablation.edits.width.label',
  help: 'ablation.edits.width.help',
  fields: {
    factor: param(z.number().gt(0).max(8).default(2), {
      label: 'ablation.edits.width.factor',
      step: 0.25,
      help: 'ablation.edits.width.factorHelp',
    }),
  },
  apply: (document, { factor }) => widened(document, factor),
});

/** The parameters that are channels. The last Dense has one unit for each class and stays. */
const CHANNELS: Readonly<Record<string, string>> = {
  Conv2D: 'filters',
  Conv2DTranspose: 'filters',
  SeparableConv2D: 'filters',
  ZeroPaddedShortcut: 'filters',
  Dense: 'units',
};

/**
 * As the presets' builder does: the smallest layer is rounded, and the others keep their ratio to it. Where they have
 * none, each is rounded.
 */
export function widened(document: GraphDocument, factor: number): GraphDocument {
  const scaled = scaledChannels(document, factor);
  const groups = document.groups.map((group) =>
    group.block ? { ...group, block: { ...group.block, filters: scaled.of(group.block.filters) } } : group,
  );
  return fittingGroups({ ...withParams(document, (node) => scaled.params(node)), groups });
}

/** The parameter that is the channels of a layer, if it has one. */
function channelsIn(document: GraphDocument): (node: GraphNode) => string | undefined {
  const head = headOf(document);
  return ({ id, type }) => (id === head ? undefined : CHANNELS[type]);
}

function countsIn(document: GraphDocument): number[] {
  const nameOf = channelsIn(document);
  return document.nodes.flatMap((node) => {
    const name = nameOf(node);
    return name === undefined ? [] : [Number(node.params[name])];
  });
}

/** Channels of the smallest layer; undefined if none has any. */
export function leastChannels(document: GraphDocument): number | undefined {
  const counts = countsIn(document);
  return counts.length === 0 ? undefined : Math.min(...counts);
}

function scaledChannels(document: GraphDocument, factor: number) {
  const nameOf = channelsIn(document);
  const counts = countsIn(document);
  const least = leastChannels(document);
  if (least === undefined) throw cannot('ablation.edits.width.none');
  const rounded = (count: number) => Math.max(1, Math.round(count * factor));
  const proportional = counts.every((count) => count % least === 0);
  const of = (count: number) =>
    proportional && count % least === 0 ? (count / least) * rounded(least) : rounded(count);
  return {
    of,
    params(node: GraphNode): GraphNode['params'] | undefined {
      const name = nameOf(node);
      return name === undefined ? undefined : { [name]: of(Number(node.params[name])) };
    },
  };
}

/** GroupNormalization needs a divisor of the channels that are new. */
function fittingGroups(document: GraphDocument): GraphDocument {
  const normalized = document.nodes.filter(({ type }) => type === 'GroupNormalization');
  if (normalized.length === 0) return document;
  const alone = withParams(document, ({ type }) =>
    type === 'GroupNormalization' ? { groups: 1 } : undefined,
  );
  const shapeOf = shapesOf(alone);
  return withParams(document, ({ id, type, params }) =>
    type === 'GroupNormalization'
      ? { groups: divisorUpTo(Number(params.groups), shapeOf(id).at(-1) ?? 1) }
      : undefined,
  );
}
