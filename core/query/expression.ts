/**
 * Filters as people type them: `lr < 0.05 and arm = plain`, `(best > 90% or test > 0.9) not frozen`, or words to search for.
 *
 *   filter      = both { "or" both }
 *   both        = one { ["and"] one }
 *   one         = "not" one | "(" filter ")" | field operator value | word
 *   operator    = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" (contains)
 *
 * Values with spaces are put in quotes.
 */
import { inEnglish, type Message, message } from '../messages';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~';

export interface Comparison {
  field: string;
  operator: Operator;
  value: string;
}

export type Expression =
  | { kind: 'word'; word: string }
  | ({ kind: 'comparison' } & Comparison)
  | { kind: 'not'; of: Expression }
  | { kind: 'and' | 'or'; of: readonly Expression[] };

/** A filter that cannot be read. */
export class QueryError extends Error {
  constructor(readonly said: Message) {
    super(inEnglish(said));
    this.name = 'QueryError';
  }
}

type Token = { type: 'operator' | 'sign' | 'text' | 'quoted'; text: string };

const TOKEN =
  /\s*(?:(==|!=|<=|>=|[=<>~≤≥≠])|(&&|\|\||[()!])|"([^"]*)"|'([^']*)'|([^\s()=<>~!≤≥≠&|"']+)|(\S))\s*/gy;

const OPERATORS: Readonly<Record<string, Operator>> = { '==': '=', '≤': '<=', '≥': '>=', '≠': '!=' };

function tokensOf(typed: string): Token[] {
  return [...typed.matchAll(TOKEN)].map(([, operator, sign, double, single, text, other]): Token => {
    if (operator !== undefined) return { type: 'operator', text: OPERATORS[operator] ?? operator };
    if (sign !== undefined) return { type: 'sign', text: sign };
    const quoted = double ?? single;
    if (quoted !== undefined) return { type: 'quoted', text: quoted };
    return { type: 'text', text: text ?? other ?? '' };
  });
}

/** @returns undefined for an empty text. @throws QueryError */
export function parseQuery(typed: string): Expression | undefined {
  const tokens = tokensOf(typed);
  if (tokens.length === 0) return undefined;
  const reader = new Reader(tokens);
  const expression = reader.either();
  reader.end();
  return expression;
}

const joined = (kind: 'and' | 'or', of: readonly Expression[]): Expression =>
  of.length === 1 ? of[0]! : { kind, of };

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  either(): Expression {
    const all = [this.both()];
    while (this.takes('or', '||')) all.push(this.both());
    return joined('or', all);
  }

  end(): void {
    const token = this.tokens[this.at];
    if (token) throw new QueryError(message('query.unexpected', { text: token.text }));
  }

  private both(): Expression {
    const all = [this.one()];
    while (this.takes('and', '&&') || this.startsOne()) all.push(this.one());
    return joined('and', all);
  }

  private one(): Expression {
    if (this.takes('not', '!')) return { kind: 'not', of: this.one() };
    if (this.takes('(')) {
      const inner = this.either();
      if (!this.takes(')')) throw new QueryError(message('query.notClosed'));
      return inner;
    }
    const token = this.tokens[this.at++];
    if (!token) throw new QueryError(message('query.unfinished'));
    if (token.type === 'operator' || token.type === 'sign')
      throw new QueryError(message('query.unexpected', { text: token.text }));
    const next = this.tokens[this.at];
    if (next?.type !== 'operator') return { kind: 'word', word: token.text };
    this.at++;
    const value = this.tokens[this.at++];
    if (!value || (value.type !== 'text' && value.type !== 'quoted'))
      throw new QueryError(message('query.noValue', { field: token.text, operator: next.text }));
    return { kind: 'comparison', field: token.text, operator: next.text as Operator, value: value.text };
  }

  /** Also where there is no "and". */
  private startsOne(): boolean {
    const token = this.tokens[this.at];
    if (!token) return false;
    if (token.type === 'sign') return token.text === '(' || token.text === '!';
    return token.type === 'quoted' || (token.type === 'text' && token.text.toLowerCase() !== 'or');
  }

  private takes(...texts: readonly string[]): boolean {
    const token = this.tokens[this.at];
    if (!token || token.type === 'quoted' || !texts.includes(token.text.toLowerCase())) return false;
    this.at++;
    return true;
  }
}
