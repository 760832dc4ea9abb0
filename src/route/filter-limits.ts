import type { ASTNode } from '@marcbachmann/cel-js';
import { parseAmountText } from '../domain/amount-text.ts';
import { compilePattern, type Pattern } from './pattern.ts';

export interface FilterFault {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string | null;
  /** Characters into the expression. */
  readonly offset: number;
}

const loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'bind']);
/** Loops cost a pass over a list each; inside one another their passes multiply, and nothing could stop them in time. */
const maxLoops = 4;

export interface Inspection {
  readonly faults: readonly FilterFault[];
  readonly names: ReadonlySet<string>;
  readonly patterns: ReadonlyMap<string, Pattern>;
}

/** What the type check does not see: regular expressions, amounts, and what could hold the process. */
export function inspectFilter(root: ASTNode): Inspection {
  const faults: FilterFault[] = [];
  const names = new Set<string>();
  const patterns = new Map<string, Pattern>();
  let loopCount = 0;
  const fault = (node: ASTNode, code: string, message: string, suggestion: string | null) =>
    faults.push({ code, message, suggestion, offset: node.start });

  const amount = (node: ASTNode, args: readonly ASTNode[]): void => {
    const literal = textOf(args[0]);
    if (literal !== null && parseAmountText(literal) !== null) return;
    fault(
      args[0] ?? node,
      'bad_amount',
      'money() takes an amount with its currency, as text',
      'write money("1000.00 EUR")',
    );
  };
  const pattern = (node: ASTNode, args: readonly ASTNode[]): void => {
    const literal = textOf(args[1]);
    if (literal === null) {
      fault(args[1] ?? node, 'bad_pattern', 're2() takes its pattern as literal text', 'write re2(text, "^abc")');
      return;
    }
    const compiled = compilePattern(literal);
    if (compiled.ok) patterns.set(literal, compiled.pattern);
    else fault(args[1] ?? node, 'bad_pattern', compiled.message, compiled.suggestion);
  };
  const call = (node: ASTNode, name: string, args: readonly ASTNode[], method: boolean): void => {
    if (name === 'matches') {
      const suggestion = 'write re2(text, pattern), which always ends in time';
      fault(node, 'matches_refused', 'matches() could hold the process for minutes on a few characters', suggestion);
    }
    if (name === 'money' && !method) amount(node, args);
    if (name === 're2' && !method) pattern(node, args);
  };
  const visit = (node: ASTNode, inLoop: boolean): void => {
    if (node.op === 'id') names.add(node.args);
    if (node.op === 'call') call(node, node.args[0], node.args[1], false);
    if (node.op !== 'rcall' || !loops.has(node.args[0])) {
      if (node.op === 'rcall') call(node, node.args[0], node.args[2], true);
      for (const child of childrenOf(node)) visit(child, inLoop);
      return;
    }
    loopCount += 1;
    if (inLoop)
      fault(node, 'nested_loop', `${node.args[0]}() stands inside another loop`, 'use one loop in each condition');
    else if (loopCount === maxLoops + 1)
      fault(node, 'too_many_loops', `there are more than ${maxLoops} loops`, 'use fewer');
    visit(node.args[1], inLoop);
    for (const argument of node.args[2]) visit(argument, true);
  };
  visit(root, false);
  return { faults, names, patterns };
}

function textOf(node: ASTNode | undefined): string | null {
  return node?.op === 'value' && typeof node.args === 'string' ? node.args : null;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'start' in value;
}

function childrenOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const collect = (value: unknown): void => {
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const item of value) collect(item);
  };
  collect(node.args);
  return found;
}
