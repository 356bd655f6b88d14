/**
 * What of a graph is on the canvas: layers, folded groups (one node each) and unfolded groups (frames that
 * hold others). Everything drawn is an item of this tree; a wire runs between the items that stand for its
 * two ends.
 */
import type { GraphDocument, GraphGroup, GraphNode } from '../../../core/graph/document';

export interface LayerItem {
  kind: 'layer';
  /** Unique among items, and the id of the React Flow node. */
  key: string;
  node: GraphNode;
  container: string | undefined;
}

export interface FoldItem {
  kind: 'fold';
  key: string;
  group: GraphGroup;
  /** Ids of all layers inside, at any depth. */
  members: readonly string[];
  container: string | undefined;
}

export interface FrameItem {
  kind: 'frame';
  key: string;
  group: GraphGroup;
  members: readonly string[];
  children: readonly Item[];
  container: string | undefined;
}

export type Item = LayerItem | FoldItem | FrameItem;

export interface Outline {
  /** Items that stand in no group. */
  roots: readonly Item[];
  items: ReadonlyMap<string, Item>;
  /** Key of the item that shows a layer: the layer itself, or the outermost folded group around it. */
  shownAs: ReadonlyMap<string, string>;
}

/** Group items have a key that no layer's id can be (":" is not allowed in ids). */
export function groupKey(groupId: string): string {
  return `group:${groupId}`;
}

/** The group's id when the key is a group's. */
export function groupOfKey(key: string): string | undefined {
  return key.startsWith('group:') ? key.slice('group:'.length) : undefined;
}

/** Group ids from the outermost to the one given; unknown parents and loops end the chain. */
export function groupChain(groups: ReadonlyMap<string, GraphGroup>, id: string | undefined): string[] {
  const chain: string[] = [];
  let at = id === undefined ? undefined : groups.get(id);
  while (at && !chain.includes(at.id)) {
    chain.unshift(at.id);
    at = at.parent === undefined ? undefined : groups.get(at.parent);
  }
  return chain;
}

/** Ids of the layers in a group, at any depth. */
export function membersOf(document: GraphDocument, groupId: string): string[] {
  const groups = new Map(document.groups.map((group) => [group.id, group]));
  return document.nodes
    .filter((node) => groupChain(groups, node.group).includes(groupId))
    .map((node) => node.id);
}

interface Draft {
  group: GraphGroup;
  members: string[];
  children: (LayerItem | Draft)[];
}

/** Without empty groups. Items are in the order of their first layer in the document. */
export function buildOutline(document: GraphDocument): Outline {
  const groups = new Map(document.groups.map((group) => [group.id, group]));
  const drafts = new Map<string, Draft>();
  const roots: (LayerItem | Draft)[] = [];
  const chains = new Map<string | undefined, string[]>();

  for (const node of document.nodes) {
    let chain = chains.get(node.group);
    if (!chain) {
      chain = groupChain(groups, node.group);
      chains.set(node.group, chain);
    }
    let siblings = roots;
    for (const id of chain) {
      let draft = drafts.get(id);
      if (!draft) {
        draft = { group: groups.get(id)!, members: [], children: [] };
        drafts.set(id, draft);
        siblings.push(draft);
      }
      draft.members.push(node.id);
      siblings = draft.children;
    }
    siblings.push({ kind: 'layer', key: node.id, node, container: chain.at(-1) });
  }

  const items = new Map<string, Item>();
  const shownAs = new Map<string, string>();
  const settle = (draft: LayerItem | Draft, container: string | undefined): Item => {
    if ('kind' in draft) {
      items.set(draft.key, draft);
      shownAs.set(draft.node.id, draft.key);
      return draft;
    }
    const { group, members } = draft;
    const key = groupKey(group.id);
    if (group.collapsed) {
      const fold: FoldItem = { kind: 'fold', key, group, members, container };
      items.set(key, fold);
      for (const id of members) shownAs.set(id, key);
      return fold;
    }
    const children = draft.children.map((child) => settle(child, group.id));
    const frame: FrameItem = { kind: 'frame', key, group, members, children, container };
    items.set(key, frame);
    return frame;
  };
  return { roots: roots.map((draft) => settle(draft, undefined)), items, shownAs };
}
