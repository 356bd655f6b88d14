/**
 * Random networks over every operator of the registry: single layers anywhere, residual blocks (where most fusions
 * happen), branches, odd sizes. A seed gives the same network for ever, as long as the operators stay the same.
 */
import { analyze } from '../../core/analysis/analyze';
import { setTrainable } from '../../core/edit';
import { GRAPH_FORMAT, GRAPH_VERSION, type GraphDocument, type Shape } from '../../core/graph/document';
import { type Operator, type OperatorKind, type ParamRecord, ShapeRuleError } from '../../core/ops/operator';
import { operatorFor, operators } from '../../core/ops/registry';
import { drawParams } from './params';
import { Random } from './random';

/** Values of one image behind any layer, and weights of one layer. */
const MOST_VALUES = 2500;
const MOST_WEIGHTS = 12_000;
const TRIES = 40;
const BLOCK_SHARE = 0.45;

interface Made {
  id: string;
  shape: Shape;
  /** Layers that take it. */
  readers: number;
}

interface Layer {
  id: string;
  type: string;
  params: ParamRecord;
  inputs: readonly Made[];
}

const drawable = operators.filter(({ inputs }) => inputs.max > 0);
const ofKind = (kind: OperatorKind): Operator[] => drawable.filter((operator) => operator.kind === kind);
const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);

/** @returns a sound network that can be trained as a classifier. */
export function drawNetwork(seed: number): GraphDocument {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const document = new Sketch(new Random(seed + attempt * 1_000_003), `network ${seed}`).draw();
    if (document && analyze(document).problems.every(({ severity }) => severity !== 'error')) return document;
  }
  throw new Error(`No sound network was drawn. Received: seed ${seed}.`);
}

/** Some of its layers frozen, but not the head. */
export function partlyFrozen(document: GraphDocument, seed: number): GraphDocument {
  const random = new Random(seed);
  const others = document.nodes.slice(0, -2).filter(() => random.chance(0.5));
  return setTrainable(
    document,
    others.map(({ id }) => id),
    false,
  );
}

class Sketch {
  private readonly layers: Layer[] = [];
  private readonly values: Made[] = [];

  constructor(
    private readonly random: Random,
    private readonly name: string,
  ) {}

  /** @returns undefined where no head fits. */
  draw(): GraphDocument | undefined {
    const { random } = this;
    const shape = [random.integer(3, 11), random.integer(3, 11), random.integer(1, 4)];
    this.keep({ id: this.freshId('input'), type: 'Input', params: { shape }, inputs: [] }, shape);
    const steps = random.integer(2, 9);
    for (let step = 0; step < steps; step += 1) {
      if (random.chance(BLOCK_SHARE)) this.addBlock();
      else this.addLayer(random.pick(drawable));
    }
    return this.addHead() ? this.document() : undefined;
  }

  /** Convolution, perhaps a normalization, perhaps a merge with where it came from, and an activation. */
  private addBlock(): void {
    const { random } = this;
    const source = this.recent();
    const main = this.addLayer(random.pick(ofKind('convolution')), [source], keepingShape(source.shape));
    if (!main) return;
    let last = main;
    if (random.chance(0.5)) last = this.addLayer(random.pick(ofKind('normalization')), [last]) ?? last;
    if (random.chance(0.7)) {
      const other = random.chance(0.5)
        ? source
        : (this.addLayer(random.pick(drawable), [source], keepingShape(last.shape)) ?? source);
      const merged = random.chance(0.5) ? [last, other] : [other, last];
      const merge = random.chance(0.6) ? (operatorFor('Add') as Operator) : random.pick(ofKind('merge'));
      last = this.addLayer(merge, merged) ?? last;
    }
    this.addLayer(random.pick(ofKind('activation')), [last]);
  }

  /** @returns what it makes; undefined where no parameters and inputs were found that fit. */
  private addLayer(operator: Operator, given?: readonly Made[], fixed: ParamRecord = {}): Made | undefined {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const inputs = given ?? this.drawInputs(operator);
      const drawn = drawParams(this.random, operator);
      // What is fixed goes for the parameters that the operator has.
      const params = Object.fromEntries(
        Object.entries(drawn).map(([name, value]) => [name, fixed[name] ?? value]),
      );
      const shape = shapeOf(operator, inputs, params);
      if (!shape) continue;
      return this.keep({ id: this.freshId(operator.type), type: operator.type, params, inputs }, shape);
    }
    return undefined;
  }

  private drawInputs({ inputs: { min, max } }: Operator): Made[] {
    const first = this.recent();
    const count = this.random.integer(min, Math.min(max, min + 2));
    const alike = this.values.filter(({ shape }) => shape.join() === first.shape.join());
    const others = Array.from({ length: count - 1 }, () =>
      this.random.pick(this.random.chance(0.7) ? alike : this.values),
    );
    return [first, ...others];
  }

  /** Mostly the newest value, so that networks grow deep. */
  private recent(): Made {
    const { random, values } = this;
    return random.chance(0.7) ? (values.at(-1) as Made) : random.pick(values);
  }

  private addHead(): Made | undefined {
    const { random } = this;
    const leaves = this.values.filter(({ readers }) => readers === 0).slice(-4);
    const vectors = leaves.flatMap((leaf) => {
      if (leaf.shape.length === 1) return [leaf];
      const ways = ['Flatten', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D'];
      const way = leaf.shape.length === 3 ? random.pick(ways) : 'Flatten';
      return this.addLayer(operatorFor(way) as Operator, [leaf]) ?? [];
    });
    const joined =
      vectors.length > 1 ? this.addLayer(operatorFor('Concatenate') as Operator, vectors) : vectors[0];
    const classes = random.integer(2, 6);
    const activation = random.chance(0.8) ? 'softmax' : 'linear';
    const dense = operatorFor('Dense') as Operator;
    const head = joined && this.addLayer(dense, [joined], { units: classes, activation });
    if (!head || activation === 'softmax') return head;
    return this.addLayer(operatorFor('Activation') as Operator, [head], { function: 'softmax' });
  }

  private keep(layer: Layer, shape: Shape): Made {
    this.layers.push(layer);
    for (const input of layer.inputs) input.readers += 1;
    const made = { id: layer.id, shape, readers: 0 };
    this.values.push(made);
    return made;
  }

  /** Names that Keras, TensorFlow or an HDF5 file might trip over. */
  private freshId(type: string): string {
    const stem = this.random.pick([type.toLowerCase(), type, 'a_b', 'x-y', 'block1.a', '0z', 'n']);
    return `${stem}${this.layers.length}`;
  }

  /** All that the last layer depends on. */
  private document(): GraphDocument {
    const needed = new Set<string>([(this.layers.at(-1) as Layer).id]);
    for (const { id, inputs } of [...this.layers].reverse()) {
      if (needed.has(id)) for (const input of inputs) needed.add(input.id);
    }
    const layers = this.layers.filter(({ id }) => needed.has(id));
    return {
      format: GRAPH_FORMAT,
      version: GRAPH_VERSION,
      name: this.name,
      nodes: layers.map(({ id, type, params }) => ({ id, type, params })),
      edges: layers.flatMap(({ id, inputs }) =>
        inputs.map((input, port) => ({
          id: `${input.id}.to.${id}.${port}`,
          source: input.id,
          target: id,
          port,
        })),
      ),
      groups: [],
    };
  }
}

/** Parameters with which most layers keep the shape of an image, by the names that operators share. */
const keepingShape = (shape: Shape): ParamRecord => ({
  filters: shape.at(-1) ?? 1,
  strides: [1, 1],
  padding: 'same',
  depthMultiplier: 1,
});

function shapeOf(operator: Operator, inputs: readonly Made[], params: ParamRecord): Shape | undefined {
  const shapes = inputs.map(({ shape }) => shape);
  if (!operator.schema.safeParse(params).success) return undefined;
  try {
    const shape = operator.outputShape(shapes, params);
    const weights = operator.weights(shapes, params).reduce((sum, weight) => sum + sizeOf(weight.shape), 0);
    return sizeOf(shape) <= MOST_VALUES && weights <= MOST_WEIGHTS ? shape : undefined;
  } catch (error) {
    if (error instanceof ShapeRuleError) return undefined;
    throw error;
  }
}
