/**
 * The items on the canvas: layers, folded groups (one node each) and unfolded groups (frames around others). Edges run
 * between the items that show their two ends.
 */
import type { GraphDocument, GraphGroup, GraphNode } from '../../../core/graph/document';

interface ItemBase {
  /** Unique among items, and the id of the React Flow node. */
  key: string;
  /** Id of the group around it. */
  container: string | undefined;
}

interface GroupItem extends ItemBase {
  group: GraphGroup;
  /** Ids of all layers inside, at any depth. */
  members: readonly string[];
}

export type Item =
  | (ItemBase & { kind: 'layer'; node: GraphNode })
  | (GroupItem & { kind: 'fold' })
  | (GroupItem & { kind: 'frame'; children: readonly Item[] });

type LayerItem = Extract<Item, { kind: 'layer' }>;

export interface Outline {
  /** Items outside of all groups. */
  roots: readonly Item[];
  items: ReadonlyMap<string, Item>;
  /** Key of the item that shows a layer: the layer itself, or the outermost folded group around it. */
  shownAs: ReadonlyMap<string, string>;
}

/** A key that is never a layer's id, since ids have no ":". */
export function groupKey(groupId: string): string {
  return `group:${groupId}`;
}

/** The group's id, if the key is a group's. */
export function groupOfKey(key: string): string | undefined {
  return key.startsWith('group:') ? key.slice('group:'.length) : undefined;
}

/** Ids of groups from the outermost to the given one. Unknown parents and loops end the chain. */
export function groupChain(groups: ReadonlyMap<string, GraphGroup>, id: string | undefined): string[] {
  const chain: string[] = [];
  let at = id === undefined ? undefined : groups.get(id);
  while (at && !chain.includes(at.id)) {
    chain.unshift(at.id);
    at = at.parent === undefined ? undefined : groups.get(at.parent);
  }
  return chain;
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
    const common = { key: groupKey(group.id), group, members, container };
    if (group.collapsed) for (const id of members) shownAs.set(id, common.key);
    const item: Item = group.collapsed
      ? { ...common, kind: 'fold' }
      : { ...common, kind: 'frame', children: draft.children.map((child) => settle(child, group.id)) };
    items.set(item.key, item);
    return item;
  };
  return { roots: roots.map((draft) => settle(draft, undefined)), items, shownAs };
}
