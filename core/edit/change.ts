/**
 * What turns one graph document into another, as data: a window sends it to the host, and undo steps consist of it. It
 * contains only the fields that differ, so it also applies to a document that was edited elsewhere in the meantime.
 */
import { z } from 'zod';
import { MOST_PARTS } from '../basics/limits';
import { sameJson } from '../basics/same-json';
import { documentSchema, edgeSchema, type GraphDocument, groupSchema, nodeSchema } from '../graph/document';

const idSchema = nodeSchema.shape.id;

/** @param set fields with their new values. @param optional fields that can be removed. */
function listSchema<Item extends z.ZodType, Set extends z.ZodType>(
  item: Item,
  set: Set,
  optional: readonly [string, ...string[]],
) {
  return z.object({
    remove: z.array(idSchema).max(MOST_PARTS).optional(),
    set: z
      .array(
        z.object({ id: idSchema, to: set, drop: z.array(z.enum(optional)).max(optional.length).optional() }),
      )
      .max(MOST_PARTS)
      .optional(),
    /** `after`: id of the item in front of it; null for the first. */
    add: z
      .array(z.object({ item, after: idSchema.nullable() }))
      .max(MOST_PARTS)
      .optional(),
    order: z.array(idSchema).max(MOST_PARTS).optional(),
  });
}

// A default would be taken for a change.
const nodeFields = nodeSchema
  .omit({ id: true })
  .extend({ params: nodeSchema.shape.params.unwrap() })
  .partial();
const edgeFields = edgeSchema.omit({ id: true }).extend({ port: edgeSchema.shape.port.unwrap() }).partial();
const groupFields = groupSchema.omit({ id: true }).partial();

export const changeSchema = z.object({
  /** Fields of the document itself; null removes one. */
  head: z
    .object({
      name: documentSchema.shape.name.optional(),
      description: documentSchema.shape.description.unwrap().nullable().optional(),
      preset: documentSchema.shape.preset.unwrap().nullable().optional(),
      model: documentSchema.shape.model.unwrap().nullable().optional(),
      arrangement: documentSchema.shape.arrangement.unwrap().nullable().optional(),
    })
    .optional(),
  nodes: listSchema(nodeSchema, nodeFields, [
    'group',
    'position',
    'trainable',
    'learningRateFactor',
    'bypassed',
  ]).optional(),
  edges: listSchema(edgeSchema, edgeFields, ['muted']).optional(),
  groups: listSchema(groupSchema, groupFields, [
    'label',
    'parent',
    'block',
    'collapsed',
    'position',
  ]).optional(),
});
export type Change = z.infer<typeof changeSchema>;

interface Identified {
  id: string;
}

interface ListChange<Item extends Identified> {
  remove?: string[];
  set?: { id: string; to: Partial<Item>; drop?: string[] }[];
  add?: { item: Item; after: string | null }[];
  order?: string[];
}

/** Undefined if nothing differs. */
export function changeBetween(before: GraphDocument, after: GraphDocument): Change | undefined {
  if (before === after) return undefined;
  const change = {
    head: headChange(before, after),
    nodes: listChange(before.nodes, after.nodes),
    edges: listChange(before.edges, after.edges),
    groups: listChange(before.groups, after.groups),
  };
  const found = Object.entries(change).filter(([, part]) => part !== undefined);
  return found.length === 0 ? undefined : (Object.fromEntries(found) as Change);
}

/** Ignores what is no longer there. Returns `document` itself if nothing changes. */
export function applyChange(document: GraphDocument, change: Change): GraphDocument {
  const nodes = changedList(document.nodes, change.nodes);
  const edges = changedList(document.edges, change.edges);
  const groups = changedList(document.groups, change.groups);
  const same = nodes === document.nodes && edges === document.edges && groups === document.groups;
  if (same && !change.head) return document;
  return withHead({ ...document, nodes, edges, groups }, change.head);
}

function headChange(before: GraphDocument, after: GraphDocument): Change['head'] {
  const head: NonNullable<Change['head']> = {};
  if (before.name !== after.name) head.name = after.name;
  if (before.description !== after.description) head.description = after.description ?? null;
  if (!sameJson(before.preset, after.preset)) head.preset = after.preset ?? null;
  if (before.model !== after.model) head.model = after.model ?? null;
  if (before.arrangement !== after.arrangement) head.arrangement = after.arrangement ?? null;
  return Object.keys(head).length === 0 ? undefined : head;
}

function withHead(document: GraphDocument, head: Change['head']): GraphDocument {
  if (!head) return document;
  const next = { ...document };
  if (head.name !== undefined) next.name = head.name;
  if (head.description === null) delete next.description;
  else if (head.description !== undefined) next.description = head.description;
  if (head.preset === null) delete next.preset;
  else if (head.preset !== undefined) next.preset = head.preset;
  if (head.model === null) delete next.model;
  else if (head.model !== undefined) next.model = head.model;
  if (head.arrangement === null) delete next.arrangement;
  else if (head.arrangement !== undefined) next.arrangement = head.arrangement;
  return next;
}

function listChange<Item extends Identified>(
  before: readonly Item[],
  after: readonly Item[],
): ListChange<Item> | undefined {
  if (before === after) return undefined;
  // Most edits touch a few items: skip what is the same at both ends.
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let left = before.length;
  let right = after.length;
  while (left > start && right > start && before[left - 1] === after[right - 1]) {
    left--;
    right--;
  }
  if (left === start && right === start) return undefined;
  const old = new Map(before.slice(start, left).map((item) => [item.id, item]));
  const now = new Set(after.slice(start, right).map(({ id }) => id));

  const remove = [...old.keys()].filter((id) => !now.has(id));
  const set: NonNullable<ListChange<Item>['set']> = [];
  const add: NonNullable<ListChange<Item>['add']> = [];
  const kept: string[] = [];
  for (let index = start; index < right; index++) {
    const item = after[index]!;
    const known = old.get(item.id);
    if (!known) {
      add.push({ item, after: after[index - 1]?.id ?? null });
      continue;
    }
    kept.push(item.id);
    const fields = fieldChange(known, item);
    if (fields) set.push({ id: item.id, ...fields });
  }
  const stayed = [...old.keys()].filter((id) => now.has(id));
  const moved = stayed.some((id, index) => id !== kept[index]);
  const change: ListChange<Item> = {
    ...(remove.length > 0 && { remove }),
    ...(set.length > 0 && { set }),
    ...(add.length > 0 && { add }),
    ...(moved && { order: after.slice(start, right).map(({ id }) => id) }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

function fieldChange<Item extends Identified>(
  before: Item,
  after: Item,
): { to: Partial<Item>; drop?: string[] } | undefined {
  if (before === after) return undefined;
  const to: Partial<Item> = {};
  const drop: string[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]) as Set<string & keyof Item>) {
    if (sameJson(before[key], after[key])) continue;
    if (after[key] === undefined) drop.push(key);
    else to[key] = after[key];
  }
  if (drop.length === 0 && Object.keys(to).length === 0) return undefined;
  return { to, ...(drop.length > 0 && { drop }) };
}

function changedList<Item extends Identified>(list: Item[], given: object | undefined): Item[] {
  if (!given) return list;
  // zod's type of an optional field admits an explicit undefined.
  const change = given as ListChange<Item>;
  const removed = new Set(change.remove);
  const fields = new Map(change.set?.map((one) => [one.id, one]));
  const present = new Set<string>();
  let differs = false;
  const next: Item[] = [];
  for (const item of list) {
    if (removed.has(item.id)) {
      differs = true;
      continue;
    }
    present.add(item.id);
    const change = fields.get(item.id);
    const changed = change ? withFields(item, change) : item;
    differs ||= changed !== item;
    next.push(changed);
  }
  const added = (change.add ?? []).filter(({ item }) => !present.has(item.id));
  if (added.length === 0 && !change.order) return differs ? next : list;
  return inOrder(withAdded(next, added), change.order);
}

function withFields<Item extends Identified>(
  item: Item,
  { to, drop = [] }: { to: Partial<Item>; drop?: readonly string[] },
): Item {
  const next: Item = { ...item, ...to, id: item.id };
  for (const key of drop) delete next[key as keyof Item];
  return sameJson(item, next) ? item : next;
}

function withAdded<Item extends Identified>(
  list: readonly Item[],
  added: NonNullable<ListChange<Item>['add']>,
): Item[] {
  if (added.length === 0) return [...list];
  const following = new Map<string | null, Item[]>();
  for (const { item, after } of added) following.set(after, [...(following.get(after) ?? []), item]);
  const next: Item[] = [];
  const placed = new Set<string>();
  const take = (anchor: string | null): Item[] => {
    const items = following.get(anchor) ?? [];
    following.delete(anchor);
    return items;
  };
  const place = (first: Item | undefined, anchor: string | null) => {
    if (first) next.push(first);
    const waiting = take(anchor);
    for (let item = waiting.shift(); item; item = waiting.shift()) {
      next.push(item);
      placed.add(item.id);
      waiting.unshift(...take(item.id));
    }
  };
  place(undefined, null);
  for (const item of list) place(item, item.id);
  // What these followed was removed elsewhere.
  for (const { item } of added) if (!placed.has(item.id)) next.push(item);
  return next;
}

/** Puts the items in `order` into that order; the others stay in place. */
function inOrder<Item extends Identified>(list: Item[], order: readonly string[] | undefined): Item[] {
  if (!order) return list;
  const byId = new Map(list.map((item) => [item.id, item]));
  const wanted = order.flatMap((id) => byId.get(id) ?? []);
  const named = new Set(order);
  let next = 0;
  return list.map((item) => (named.has(item.id) ? wanted[next++]! : item));
}
