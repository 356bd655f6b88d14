/** A program as a Graphviz drawing: a box of nodes for each of the user's layers, values with their types on the edges. */
import { formatType } from './tensor-type';
import { type Node, type Program, scopeOf } from './types';

/** Background of a node by what it does. */
function fill({ operator }: Node): string {
  if (operator.endsWith('_grad')) return '#fde2d8';
  if (operator === 'read' || operator === 'assign' || operator.endsWith('_update')) return '#fff3c9';
  if (operator === 'input' || operator === 'constant') return '#eceff3';
  return '#e3efff';
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The text of a .dot file. Names that begin with a dot are outside of the boxes. */
export function drawProgram(program: Program, title: string): string {
  const byLayer = new Map<string, Node[]>();
  for (const node of program.nodes) {
    const layer = node.name.startsWith('.') ? '' : scopeOf(node.name);
    const members = byLayer.get(layer);
    if (members) members.push(node);
    else byLayer.set(layer, [node]);
  }
  const lines = [
    `digraph ${quoted(title)} {`,
    `  label=${quoted(title)}; rankdir=TB; fontname="Helvetica"; compound=true;`,
    '  node [shape=box, style="filled,rounded", fontname="Helvetica", fontsize=10, color="#8a97a6"];',
    '  edge [fontname="Helvetica", fontsize=8, color="#5f7183"];',
  ];
  for (const [layer, nodes] of byLayer) {
    if (layer !== '') {
      lines.push(`  subgraph ${quoted(`cluster_${layer}`)} { label=${quoted(layer)}; color="#c3ccd6";`);
    }
    for (const node of nodes) {
      const label = layer === '' ? node.name : node.name.slice(layer.length + 1);
      lines.push(
        `    ${quoted(node.name)} [label=${quoted(`${node.operator}\n${label}`).replace('\n', '\\n')}, fillcolor="${fill(node)}"];`,
      );
    }
    if (layer !== '') lines.push('  }');
  }
  for (const node of program.nodes) {
    for (const input of node.inputs) {
      lines.push(`  ${quoted(input.node)} -> ${quoted(node.name)} [label=${quoted(formatType(input))}];`);
    }
    for (const before of node.after) {
      lines.push(`  ${quoted(before)} -> ${quoted(node.name)} [style=dashed];`);
    }
  }
  return `${[...lines, '}'].join('\n')}\n`;
}
