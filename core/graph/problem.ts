import {
  inEnglish,
  lines,
  type Message,
  type MessageOrText,
  message as messageOf,
  sentences,
} from '../messages';

/** Something wrong with a graph, in words that name the thing, the rule and what was received. */
export interface Problem {
  severity: 'error' | 'warning';
  /** Stable machine name, such as `shape.add-mismatch`. */
  code: string;
  nodeId?: string;
  edgeId?: string;
  groupId?: string;
  /** The rule that does not hold: "Add takes inputs of one shape." */
  rule: MessageOrText;
  /** What was received instead: "8×8×64 from stage1.relu and 4×4×64 from pool". */
  received: MessageOrText;
  /** All of it for a person: node, rule, received, and what to do. */
  said: Message;
  /** `said` in English. */
  message: string;
}

/** Thrown where a graph must be sound to go on (compiling, loading a file). */
export class GraphError extends Error {
  get said(): Message {
    return lines(this.problems.map((problem) => problem.said));
  }

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
    subject?: MessageOrText;
    rule: MessageOrText;
    received: MessageOrText;
    hint?: MessageOrText;
  },
): Problem {
  const { severity = 'error', nodeId, edgeId, groupId, rule, received, hint } = parts;
  const subject = parts.subject ?? nodeId ?? edgeId ?? groupId;
  const what = sentences(rule, messageOf('graph.received', { received }), hint);
  const said = subject === undefined ? what : messageOf('graph.about', { subject: subject, what });
  return {
    severity,
    code,
    ...(nodeId === undefined ? {} : { nodeId }),
    ...(edgeId === undefined ? {} : { edgeId }),
    ...(groupId === undefined ? {} : { groupId }),
    rule,
    received,
    said,
    message: inEnglish(said),
  };
}
