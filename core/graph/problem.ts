import {
  inEnglish,
  lines,
  type Message,
  type MessageOrText,
  message as messageOf,
  sentences,
} from '../messages';

/** Something wrong with a graph. */
export interface Problem {
  severity: 'error' | 'warning';
  /** Stable machine name, such as `shape.add-mismatch`. */
  code: string;
  nodeId?: string;
  edgeId?: string;
  groupId?: string;
  /** "Add takes inputs of one shape." */
  rule: MessageOrText;
  /** "8×8×64 from stage1.relu and 4×4×64 from pool". */
  received: MessageOrText;
  said: Message;
  /** The same in English. */
  message: string;
}

const MISSING = new Set(['graph.no-input', 'node.missing-input', 'train.output-not-vector']);

/** Whether something is only not there yet, as while a person draws. */
export const isUnfinished = ({ code }: Pick<Problem, 'code'>): boolean => MISSING.has(code);

export class GraphError extends Error {
  get said(): Message {
    return lines(this.problems.map((problem) => problem.said));
  }

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'GraphError';
  }
}

type Parts = Omit<Problem, 'severity' | 'code' | 'said' | 'message'> & {
  severity?: Problem['severity'];
  /** Subject of the sentence; default: the id of the node, edge or group; null: the rule names it. */
  subject?: MessageOrText | null;
  hint?: MessageOrText;
};

/** Its sentence is "stage1.add (Add): <rule> Received: <received>. <hint>". */
export function problem(code: string, parts: Parts): Problem {
  const { severity = 'error', nodeId, edgeId, groupId, rule, received, hint } = parts;
  const subject = parts.subject === undefined ? (nodeId ?? edgeId ?? groupId) : parts.subject;
  const what = sentences(rule, messageOf('graph.received', { received }), hint);
  const said =
    subject === undefined || subject === null ? what : messageOf('graph.about', { subject: subject, what });
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

/** An error with a single problem. */
export const fault = (code: string, parts: Parts): GraphError => new GraphError([problem(code, parts)]);
