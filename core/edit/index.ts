/**
 * Edit operations: each takes a document and returns a new one, or the same one if nothing changes. What cannot be done throws
 * a GraphError that says why.
 */
export { uniqueId } from '../graph/ids';
export {
  duplicateNodes,
  extractFragment,
  type Fragment,
  insertFragment,
  type PasteOptions,
} from './clipboard';
export {
  type AddedPiece,
  addBlock,
  addStem,
  foldedAtFirst,
  groupEntries,
  groupNodes,
  membersOf,
  rebuildBlock,
  setGroupCollapsed,
  setGroupLabel,
  ungroup,
} from './groups';
export {
  addNode,
  arrange,
  type Connection,
  canBypass,
  connect,
  connectionProblem,
  disconnect,
  freePort,
  moveNodes,
  type NewNode,
  renameDocument,
  renameNode,
  setBypassed,
  setMuted,
  setParams,
} from './nodes';
export { insertOnEdge, removeNodes } from './splice';
export {
  freezeAllButHead,
  freezeBefore,
  HEAD,
  newHead,
  partNames,
  partOf,
  setLearningRateFactor,
  setTrainable,
  unfreezeAll,
} from './tuning';
