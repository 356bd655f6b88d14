/** Arithmetic in number fields: "64*2", "50000 / 128", "(3 + 1) * 16", "2^7". */
import { readNumber } from './read-number';

const TOKEN = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(\*\*|[-+*/^()×÷−]))\s*/iy;

const SAME: Readonly<Record<string, string>> = { '×': '*', '÷': '/', '−': '-', '**': '^' };

/** A number as `readNumber` reads it, or the value of a formula; NaN for anything else, and where the value is not finite. */
export function calculate(typed: string): number {
  const plain = readNumber(typed);
  if (!Number.isNaN(plain)) return plain;
  const tokens = tokensOf(typed);
  const value = tokens ? new Formula(tokens).value() : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

type Token = number | string;

function tokensOf(typed: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < typed.length) {
    const [, number, sign = ''] = TOKEN.exec(typed) ?? [];
    if (number === undefined && sign === '') return undefined;
    tokens.push(number === undefined ? (SAME[sign] ?? sign) : Number(number));
  }
  return tokens;
}

/** By precedence: sums, products, signs, powers. What is no formula has the value NaN. */
class Formula {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  value(): number {
    const value = this.sum();
    return this.at === this.tokens.length ? value : Number.NaN;
  }

  private takes(sign: string): boolean {
    if (this.tokens[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  private sum(): number {
    let value = this.product();
    for (;;) {
      if (this.takes('+')) value = rounded(value + this.product());
      else if (this.takes('-')) value = rounded(value - this.product());
      else return value;
    }
  }

  private product(): number {
    let value = this.signed();
    for (;;) {
      if (this.takes('*')) value *= this.signed();
      else if (this.takes('/')) value /= this.signed();
      else return value;
    }
  }

  private signed(): number {
    if (this.takes('-')) return -this.signed();
    return this.takes('+') ? this.signed() : this.power();
  }

  private power(): number {
    const base = this.operand();
    return this.takes('^') ? base ** this.signed() : base;
  }

  private operand(): number {
    const token = this.tokens[this.at++];
    if (typeof token === 'number') return token;
    if (token !== '(') return Number.NaN;
    const value = this.sum();
    return this.takes(')') ? value : Number.NaN;
  }
}

/** 0.1 + 0.2 is 0.3, not 0.30000000000000004. */
const rounded = (value: number): number => Number(value.toPrecision(15));
