// Reads an expression source into its syntax tree: a precedence-climbing parser with limits and problems in two languages.
import { FlowError } from '#nodes/kit/errors.ts';
import { EXPRESSION_FUNCTIONS } from './functions.ts';
import {
  EXPRESSION_LIMITS,
  invalid,
  parseProblem,
  type BinaryOperator,
  type Expression,
  type LogicOperator,
  type SyntaxProblem,
} from './syntax.ts';
import { tokensOf, type Token } from './tokens.ts';

/** The tree of a source, or what is wrong with it and where. */
export type ParsedExpression =
  { readonly ok: true; readonly ast: Expression } | { readonly ok: false; readonly problem: SyntaxProblem };

/** Reads a source. Total: any string gives a tree or a problem. */
export function parseExpression(source: string): ParsedExpression {
  try {
    if (source.length > EXPRESSION_LIMITS.sourceLength) {
      invalid(
        EXPRESSION_LIMITS.sourceLength,
        '表达式超过 2000 个字符',
        'The expression is longer than 2,000 characters.',
      );
    }
    return { ok: true, ast: new Parser(tokensOf(source)).whole() };
  } catch (error) {
    if (error instanceof FlowError) return { ok: false, problem: parseProblem(error) };
    throw error;
  }
}

type Infix =
  | { readonly power: number; readonly kind: 'binary'; readonly operator: BinaryOperator }
  | { readonly power: number; readonly kind: 'logic'; readonly operator: LogicOperator };

const NOT_POWER = 4;
const SIGN_POWER = 9;

const INFIX = new Map<string, Infix>([
  ['??', { power: 1, kind: 'logic', operator: '??' }],
  ['or', { power: 2, kind: 'logic', operator: 'or' }],
  ['||', { power: 2, kind: 'logic', operator: 'or' }],
  ['and', { power: 3, kind: 'logic', operator: 'and' }],
  ['&&', { power: 3, kind: 'logic', operator: 'and' }],
  ['==', { power: 5, kind: 'binary', operator: '==' }],
  ['!=', { power: 5, kind: 'binary', operator: '!=' }],
  ['<', { power: 6, kind: 'binary', operator: '<' }],
  ['<=', { power: 6, kind: 'binary', operator: '<=' }],
  ['>', { power: 6, kind: 'binary', operator: '>' }],
  ['>=', { power: 6, kind: 'binary', operator: '>=' }],
  ['in', { power: 6, kind: 'binary', operator: 'in' }],
  ['not', { power: 6, kind: 'binary', operator: 'not in' }],
  ['contains', { power: 6, kind: 'binary', operator: 'contains' }],
  ['matches', { power: 6, kind: 'binary', operator: 'matches' }],
  ['+', { power: 7, kind: 'binary', operator: '+' }],
  ['-', { power: 7, kind: 'binary', operator: '-' }],
  ['*', { power: 8, kind: 'binary', operator: '*' }],
  ['/', { power: 8, kind: 'binary', operator: '/' }],
  ['%', { power: 8, kind: 'binary', operator: '%' }],
]);

const CONSTANTS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Words that the language itself gives a meaning: no variable can be read by such a name. */
export function isLanguageWord(name: string): boolean {
  return CONSTANTS.has(name) || INFIX.has(name);
}

class Parser {
  private index = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Expression {
    if (this.peek().kind === 'end') invalid(0, '表达式是空的', 'The expression is empty.');
    const tree = this.expression();
    const rest = this.peek();
    if (rest.kind !== 'end') this.unexpected(rest);
    return tree;
  }

  private expression(): Expression {
    const { at } = this.enter();
    const test = this.infix(0);
    let tree = test;
    if (this.take('?')) {
      const then = this.expression();
      this.expect(':');
      tree = { kind: 'choose', at, test, then, otherwise: this.expression() };
    }
    this.depth -= 1;
    return tree;
  }

  private infix(minPower: number): Expression {
    let left = this.prefix();
    for (;;) {
      const token = this.peek();
      const infix = token.kind === 'symbol' || token.kind === 'name' ? INFIX.get(token.text) : undefined;
      if (infix === undefined || infix.power <= minPower) return left;
      this.index += 1;
      if (infix.operator === 'not in' && !this.take('in')) this.unexpected(token);
      const right = this.infix(infix.power);
      left =
        infix.kind === 'logic'
          ? { kind: 'logic', at: token.at, operator: infix.operator, left, right }
          : { kind: 'binary', at: token.at, operator: infix.operator, left, right };
    }
  }

  private prefix(): Expression {
    const { at } = this.enter();
    let tree: Expression;
    if (this.take('!')) tree = { kind: 'unary', at, operator: 'not', operand: this.infix(SIGN_POWER) };
    else if (this.take('not')) tree = { kind: 'unary', at, operator: 'not', operand: this.infix(NOT_POWER) };
    else if (this.take('-')) tree = { kind: 'unary', at, operator: '-', operand: this.infix(SIGN_POWER) };
    else if (this.take('+')) tree = { kind: 'unary', at, operator: '+', operand: this.infix(SIGN_POWER) };
    else tree = this.postfix();
    this.depth -= 1;
    return tree;
  }

  private postfix(): Expression {
    let tree = this.primary();
    for (;;) {
      const { at } = this.peek();
      if (this.take('.') || this.take('?.')) {
        tree = { kind: 'member', at, object: tree, key: this.memberName() };
      } else if (this.take('[')) {
        const key = this.expression();
        this.expect(']');
        tree = { kind: 'member', at, object: tree, key };
      } else if (this.isNext('(')) {
        invalid(
          at,
          '只能调用函数表里的函数，写作 函数名(参数)',
          'Only listed functions can be called, as name(arguments).',
        );
      } else {
        return tree;
      }
    }
  }

  private memberName(): Expression {
    const token = this.next();
    if (token.kind !== 'name') return invalid(token.at, '点号后面要有名称', 'A name is missing after the dot.');
    return { kind: 'literal', at: token.at, value: token.text };
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === 'number') return { kind: 'literal', at: token.at, value: token.value };
    if (token.kind === 'string') return { kind: 'literal', at: token.at, value: token.text };
    if (token.kind === 'name') return this.named(token.text, token.at);
    if (token.kind === 'symbol') {
      if (token.text === '(') {
        const inside = this.expression();
        this.expect(')');
        return inside;
      }
      if (token.text === '[') return { kind: 'list', at: token.at, items: this.listUntil(']') };
      if (token.text === '{') return this.object(token.at);
    }
    return this.unexpected(token);
  }

  private named(name: string, at: number): Expression {
    if (this.take('(')) return this.call(name, at);
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return { kind: 'literal', at, value: constant };
    if (INFIX.has(name)) return invalid(at, `“${name}”前面缺少内容`, `Something is missing before "${name}".`);
    return { kind: 'name', at, name };
  }

  private call(name: string, at: number): Expression {
    const known = EXPRESSION_FUNCTIONS.get(name);
    if (known === undefined) return invalid(at, `没有名为 ${name} 的函数`, `There is no function named ${name}.`);
    const args = this.listUntil(')');
    if (args.length < known.min || args.length > known.max) {
      return invalid(at, `${name} 的参数个数不对：${known.usage}`, `Wrong number of arguments: ${known.usage}`);
    }
    return { kind: 'call', at, name, args };
  }

  private object(at: number): Expression {
    const entries: { key: string; value: Expression }[] = [];
    while (!this.take('}')) {
      const token = this.next();
      if (token.kind !== 'name' && token.kind !== 'string') return this.unexpected(token);
      if (token.text === '__proto__') return invalid(token.at, '不能使用这个名称', 'This name cannot be used.');
      this.expect(':');
      entries.push({ key: token.text, value: this.expression() });
      if (!this.take(',') && !this.isNext('}')) this.unexpected(this.peek());
    }
    return { kind: 'object', at, entries };
  }

  private listUntil(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.take(close)) {
      items.push(this.expression());
      if (!this.take(',') && !this.isNext(close)) this.unexpected(this.peek());
    }
    return items;
  }

  private enter(): Token {
    this.depth += 1;
    const token = this.peek();
    // `expression` and `prefix` both count: one nested level enters each of them once.
    if (this.depth > EXPRESSION_LIMITS.depth * 2) {
      invalid(token.at, '括号或嵌套太深', 'The expression is nested too deeply.');
    }
    return token;
  }

  private peek(): Token {
    return this.tokens[this.index] ?? { kind: 'end', at: 0, end: 0 };
  }

  private next(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  private isNext(text: string): boolean {
    const token = this.peek();
    return (token.kind === 'symbol' || token.kind === 'name') && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.index += 1;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) invalid(this.peek().at, `这里缺少 ${text}`, `A ${text} is missing here.`);
  }

  private unexpected(token: Token): never {
    if (token.kind === 'end') return invalid(token.at, '表达式没有写完', 'The expression is not finished.');
    return invalid(token.at, '这里的内容放错了位置', 'This does not belong here.');
  }
}
