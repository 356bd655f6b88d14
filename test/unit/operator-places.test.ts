/**
 * Every place that an operator must stand in, and a message for each that is missing: the operator, what it lacks, and
 * the file to edit. docs/ARCHITECTURE.md lists the same places.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { t } from '../../core/messages';
import type { Operator } from '../../core/ops/operator';
import { palette } from '../../core/ops/palette';
import { operators } from '../../core/ops/registry';
import { emittedOperators } from '../../main/compiler/emit';
import { differentiableOperators } from '../../main/compiler/gradients';
import { undifferentiated } from '../../main/compiler/gradients/undifferentiated';
import type { OperatorName } from '../../main/compiler/ir/attributes';
import { Builder } from '../../main/compiler/ir/builder';
import { operatorNames } from '../../main/compiler/ir/rules';
import { loweredTypes } from '../../main/compiler/lower';
import { exportedTypes } from '../../main/exporting/keras/layers';
import { pytorchTypes } from '../../main/exporting/pytorch/steps';
import { operatorCases, operatorFamilies } from '../support/operator-fixtures';
import { gradientCases } from '../support/reference/cases';
import { referencedOperators } from '../support/reference/interpreter';

interface Place<Subject> {
  what: string;
  /** From the project's root. */
  file: string;
  /** What of it is missing; an empty list where nothing is. */
  missing(subject: Subject): readonly string[];
}

const unless = (present: boolean): string[] => (present ? [] : ['']);

const fixtureTypes = new Set(
  operatorFamilies().flatMap((family) =>
    operatorCases(family).flatMap((row) => row.nodes.map((node) => node.type)),
  ),
);
const offered = new Set(
  palette.flatMap(({ items }) => items.flatMap((item) => (item.adds === 'node' ? [item.type] : []))),
);

const places: readonly Place<Operator>[] = [
  {
    what: 'a field in the inspector for each parameter',
    file: 'core/ops/registry.ts',
    missing: ({ schema, fields }) => {
      const named = new Set(fields.map(({ name }) => name));
      return Object.keys(schema.parse({})).filter((name) => !named.has(name));
    },
  },
  {
    what: 'help for a student, of itself and of each parameter',
    file: 'core/ops/registry.ts',
    missing: ({ help, fields }) => [
      ...unless(t(help).endsWith('.')),
      ...fields.flatMap((field) => (t(field.help).length > 10 ? [] : [field.name])),
    ],
  },
  {
    what: 'a place in the palette',
    file: 'core/ops/registry.ts',
    missing: ({ type }) => unless(offered.has(type)),
  },
  {
    what: 'a lowering',
    file: 'main/compiler/lower/list.ts',
    // The images come in as they are.
    missing: ({ type }) => unless(type === 'Input' || loweredTypes.has(type)),
  },
  {
    what: 'a Keras layer',
    file: 'main/exporting/keras/mappings.ts',
    missing: ({ type }) => unless(exportedTypes.has(type)),
  },
  {
    what: 'its module or call in PyTorch',
    file: 'main/exporting/pytorch/mappings.ts',
    missing: ({ type }) => unless(pytorchTypes.has(type)),
  },
  {
    what: 'a row in the table of Keras fixtures',
    file: 'test/reference/operator_cases',
    missing: ({ type }) => unless(type === 'Input' || fixtureTypes.has(type)),
  },
];

const withoutGradient = new Set(Object.values(undifferentiated).flat());
/** Their masks are drawn in TensorFlow: test/integration/compiler/random.test.ts judges value and gradient. */
const drawn: readonly OperatorName[] = ['dropout'];
const inCases = operatorsOfCases();
const judged = (name: OperatorName, by: ReadonlySet<string>) =>
  unless(withoutGradient.has(name) || drawn.includes(name) || by.has(name));

const irPlaces: readonly Place<OperatorName>[] = [
  {
    what: 'a type rule',
    file: 'main/compiler/ir/rules/index.ts',
    missing: (name) => unless(operatorNames.includes(name)),
  },
  {
    what: 'TensorFlow nodes',
    file: 'main/compiler/emit/index.ts',
    missing: (name) => unless(emittedOperators.includes(name)),
  },
  {
    what: 'a gradient, or a reason to have none in undifferentiated.ts',
    file: 'main/compiler/gradients/index.ts',
    missing: (name) => unless(withoutGradient.has(name) !== differentiableOperators.includes(name)),
  },
  {
    what: 'its value in float64',
    file: 'test/support/reference/interpreter.ts',
    missing: (name) => judged(name, new Set(referencedOperators)),
  },
  {
    what: 'a corner for central differences',
    file: 'test/support/reference/cases/index.ts',
    missing: (name) => judged(name, inCases),
  },
];

function operatorsOfCases(): Set<string> {
  const found = new Set<string>();
  for (const { inputs, integers = [], batch, build } of gradientCases()) {
    const builder = new Builder();
    const fed = (name: string, dtype: 'float32' | 'int32', shape: readonly (number | null)[]) =>
      builder.value('input', name, [], { dtype, shape });
    const values = [
      ...inputs.map((shape, index) => fed(`input${index}`, 'float32', shape)),
      ...integers.map((numbers, index) =>
        fed(`integers${index}`, 'int32', numbers.length === 1 && batch !== 1 ? [] : [null]),
      ),
    ];
    build(builder, 'case', values);
    for (const node of builder.finish().nodes) found.add(node.operator);
  }
  return found;
}

function lacking<Subject>(
  kind: string,
  subjects: readonly Subject[],
  nameOf: (subject: Subject) => string,
  list: readonly Place<Subject>[],
): string[] {
  return subjects.flatMap((subject) =>
    list.flatMap(({ what, file, missing }) =>
      missing(subject).map(
        (part) => `${kind} ${nameOf(subject)} lacks ${what}${part ? ` (${part})` : ''}: edit ${file}`,
      ),
    ),
  );
}

const ofGraph = (subjects: readonly Operator[]) => lacking('operator', subjects, ({ type }) => type, places);
const ofIr = (names: readonly OperatorName[]) => lacking('IR operator', names, (name) => name, irPlaces);

test('every operator of the graph is in each place', () => {
  expect(ofGraph(operators)).toEqual([]);
});

test('every operator of the IR is in each place', () => {
  const all = new Set([
    ...operatorNames,
    ...emittedOperators,
    ...differentiableOperators,
    ...withoutGradient,
  ]);
  expect(ofIr([...all])).toEqual([]);
});

test('no place speaks of an operator that does not exist', () => {
  const types = new Set(operators.map(({ type }) => type));
  expect(
    [...loweredTypes, ...exportedTypes, ...pytorchTypes, ...fixtureTypes].filter((type) => !types.has(type)),
  ).toEqual([]);
  const names = new Set<string>(operatorNames);
  expect([...withoutGradient, ...referencedOperators, ...drawn].filter((name) => !names.has(name))).toEqual(
    [],
  );
});

test('an operator that is only registered gets a list of the places that lack it', () => {
  const [add] = operators.filter(({ type }) => type === 'Add');
  const half = {
    ...operators.find(({ type }) => type === 'Dropout')!,
    type: 'Median',
    help: 'ops.label.rate' as const,
    fields: [],
  };
  expect(ofGraph([add!, half])).toEqual([
    'operator Median lacks a field in the inspector for each parameter (rate): edit core/ops/registry.ts',
    'operator Median lacks help for a student, of itself and of each parameter: edit core/ops/registry.ts',
    'operator Median lacks a place in the palette: edit core/ops/registry.ts',
    'operator Median lacks a lowering: edit main/compiler/lower/list.ts',
    'operator Median lacks a Keras layer: edit main/exporting/keras/mappings.ts',
    'operator Median lacks its module or call in PyTorch: edit main/exporting/pytorch/mappings.ts',
    'operator Median lacks a row in the table of Keras fixtures: edit test/reference/operator_cases',
  ]);
  expect(ofIr(['median' as OperatorName])).toEqual([
    'IR operator median lacks a type rule: edit main/compiler/ir/rules/index.ts',
    'IR operator median lacks TensorFlow nodes: edit main/compiler/emit/index.ts',
    'IR operator median lacks a gradient, or a reason to have none in undifferentiated.ts: edit main/compiler/gradients/index.ts',
    'IR operator median lacks its value in float64: edit test/support/reference/interpreter.ts',
    'IR operator median lacks a corner for central differences: edit test/support/reference/cases/index.ts',
  ]);
});

test('ARCHITECTURE.md lists these places, and they exist', () => {
  const root = join(__dirname, '..', '..');
  const text = readFileSync(join(root, 'docs', 'ARCHITECTURE.md'), 'utf8');
  for (const { file } of [...places, ...irPlaces]) {
    expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true });
    expect({ file, listed: text.includes(`\`${file}\``) }).toEqual({ file, listed: true });
  }
});
