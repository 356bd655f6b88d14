/** The networks that the differential test draws. */
import { analyze } from '../../../core/analysis/analyze';
import { activation } from '../../../core/ops/activation';
import { operators } from '../../../core/ops/registry';
import { activationFunction } from '../../../core/ops/shared-params';
import { drawNetwork } from '../../differential/draw';

const networks = Array.from({ length: 250 }, (_, seed) => drawNetwork(seed));
const nodes = networks.flatMap((network) => network.nodes);

test('hold every operator of the registry', () => {
  const drawn = new Set(nodes.map(({ type }) => type));
  expect(operators.map(({ type }) => type).filter((type) => !drawn.has(type))).toEqual([]);
});

test('hold every activation function, and slopes of many values', () => {
  const activations = nodes.filter(({ type }) => type === activation.type);
  expect([...new Set(activations.map(({ params }) => params.function))].sort()).toEqual(
    [...activationFunction.options].sort(),
  );
  const slopes = activations.filter(({ params }) => params.function === 'leaky_relu');
  expect(new Set(slopes.map(({ params }) => params.negativeSlope)).size).toBeGreaterThan(3);
});

test('hold each parameter at another value than its default', () => {
  const untouched = operators
    .filter(({ type }) => type !== 'Input')
    .flatMap(({ type, schema, fields }) => {
      const defaults = schema.parse({});
      const drawn = nodes.filter((node) => node.type === type);
      return fields
        .filter(({ name }) =>
          drawn.every(({ params }) => JSON.stringify(params[name]) === JSON.stringify(defaults[name])),
        )
        .map(({ name }) => `${type}.${name}`);
    });
  expect(untouched).toEqual([]);
});

test('are sound, small, and branch', () => {
  for (const network of networks) {
    const analysis = analyze(network);
    expect(analysis.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(analysis.totals.params).toBeLessThan(100_000);
  }
  const branching = networks.filter(
    ({ edges }) => new Set(edges.map(({ source }) => source)).size < edges.length,
  );
  expect(branching.length).toBeGreaterThan(50);
});

test('are the same for the same seed', () => {
  expect(drawNetwork(7)).toEqual(networks[7]);
  expect(drawNetwork(8)).not.toEqual(networks[7]);
});
