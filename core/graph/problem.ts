/** Something wrong with a graph, in words that name the thing, the rule and what was received. */
export interface Problem {
  severity: 'error' | 'warning';
  /** Stable machine name, such as `shape.add-mismatch`. */
  code: string;
  nodeId?: string;
  edgeId?: string;
  groupId?: string;
  /** The rule that does not hold: "Add takes inputs of one shape." */
  rule: string;
  /** What was received instead: "8×8×64 from stage1.relu and 4×4×64 from pool". */
  received: string;
  /** The whole sentence for a person: node, rule, received, and what to do. */
  message: string;
}

/** Thrown where a graph must be sound to go on (compiling, loading a file). */
export class GraphError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'GraphError';
  }
}

/** Makes a Problem and its sentence: "stage1.add (Add): <rule> Received: <received>. <hint>". */
export function problem(
  code: string,
  parts: {
    severity?: Problem['severity'];
    nodeId?: string;
    edgeId?: string;
    groupId?: string;
    /** What the sentence starts with, when it is not a node, an edge or a group by its id. */
    subject?: string;
    rule: string;
    received: string;
    hint?: string;
  },
): Problem {
  const { severity = 'error', nodeId, edgeId, groupId, rule, received, hint } = parts;
  const subject = parts.subject ?? nodeId ?? edgeId ?? groupId;
  return {
    severity,
    code,
    ...(nodeId === undefined ? {} : { nodeId }),
    ...(edgeId === undefined ? {} : { edgeId }),
    ...(groupId === undefined ? {} : { groupId }),
    rule,
    received,
    message: `${subject === undefined ? '' : `${subject}: `}${rule} Received: ${received}.${hint ? ` ${hint}` : ''}`,
  };
}
