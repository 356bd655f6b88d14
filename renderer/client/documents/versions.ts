/** A graph with its history: what differs between two versions, what of it is sent, and what becomes of both. */
import { changeBetween } from '../../../core/edit/change';
import { entriesIn, partWay } from '../../../core/edit/change-parts';
import { emptyHistory, type History, mergeHistories } from '../../../core/edit/history';
import { baseAfterLostAnswer, type Merged, mergeDocuments } from '../../../core/edit/merge';
import type { GraphDocument } from '../../../core/graph/document';
import type { MessageOrText } from '../../../core/messages';

export interface Version {
  document: GraphDocument;
  history: History;
}

export interface Known extends Version {
  revision: string;
  remark?: MessageOrText;
}

/** In one message; a larger graph is sent in several. */
const MOST_ITEMS = 8000;

export const isSame = (a: Version, b: Version): boolean =>
  a.document === b.document && a.history === b.history;

export function hasSameSteps(a: History, b: History): boolean {
  const ids = ({ past, future }: History) => [...past, { id: '|' }, ...future].map(({ id }) => id).join(' ');
  return a === b || ids(a) === ids(b);
}

/** Leaves out the oldest steps that the host does not have if all of them are too much for one message. */
function sendable(history: History, known: History): History {
  const there = new Set([...known.past, ...known.future].map(({ id }) => id));
  let left = MOST_ITEMS;
  const newest = (steps: History['past']) => {
    for (let at = steps.length - 1; at >= 0; at--) {
      const { id, back, forth } = steps[at]!;
      if (there.has(id)) continue;
      left -= entriesIn(back) + entriesIn(forth);
      if (left < 0) return steps.slice(at + 1);
    }
    return steps;
  };
  const past = newest(history.past);
  const future = newest(history.future);
  return past === history.past && future === history.future ? history : { past, future };
}

/** The change to send (part of a large graph), and the state that is then saved. */
export function nextToSend(shown: Version, base: Version | undefined): { sent: Version; shown: Version } {
  const { document, history } = shown;
  const start = base?.document ?? { ...document, nodes: [], edges: [], groups: [] };
  const change = changeBetween(start, document);
  const part = change ? partWay(start, change, MOST_ITEMS) : document;
  if (change && changeBetween(part, document)) {
    const sent = { document: part, history: base?.history ?? emptyHistory };
    return { sent, shown: sent };
  }
  return { sent: { document, history: sendable(history, base?.history ?? emptyHistory) }, shown };
}

/**
 * @param base what the host had; absent where that is unknown. @param unanswered what this window sent without an answer: the host
 * may have one of these.
 */
export function mergeVersions(
  base: Version | undefined,
  mine: Version,
  theirs: Version,
  unanswered: readonly Version[],
): Merged & Version {
  // Without a common start, everything of both is kept.
  const start = base ??
    unanswered[0] ?? {
      document: { ...theirs.document, nodes: [], edges: [], groups: [] },
      history: emptyHistory,
    };
  const common = unanswered.reduce(
    (document, sent) => baseAfterLostAnswer(document, sent.document, theirs.document),
    start.document,
  );
  const merged = mergeDocuments(common, mine.document, theirs.document);
  return {
    ...merged,
    document: changeBetween(merged.document, theirs.document) ? merged.document : theirs.document,
    history: mergeHistories(start.history, mine.history, theirs.history),
  };
}
