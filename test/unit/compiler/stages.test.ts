/** The spec of each stage: a program that breaks a rule of one that it has reached is refused, and one before it is not. */
import { Builder } from '../../../main/compiler/ir/builder';
import { spec } from '../../../main/compiler/ir/stages';
import type { Program, Stage, Value } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';

/** y = x * w + b through a short type or not, with what a case adds. */
function program(stages: readonly Stage[], change: (build: Builder, x: Value) => void): Program {
  const build = new Builder();
  const x = build.value('input', 'x', [], { dtype: 'float32', shape: [null, 3] });
  change(build, x);
  for (const stage of stages) build.reach(stage);
  return build.finish();
}

const declare = (build: Builder, name: string, trainable: boolean) => {
  build.declare({ name, dtype: 'float32', shape: [3, 2], role: 'weight', trainable, initializer: 'zeros' });
  return build.read(name);
};

interface Broken {
  rule: string;
  /** The stages after which the rule applies. */
  reached: readonly Stage[];
  /** A stage later, or before, it does not. */
  allowed: readonly Stage[];
  change(build: Builder, x: Value): void;
  fault: string;
}

const matmul = { transposeA: false, transposeB: false };

const cases: readonly Broken[] = [
  {
    rule: 'no part of a gradient before the gradients',
    reached: ['lowered'],
    allowed: ['lowered', 'differentiated'],
    change: (build, x) => build.value('sum_grad', 'early', [build.value('sum', 's', [x], {}), x], {}),
    fault: "node 'early' (sum_grad) has no gradient, so it comes after the gradients",
  },
  {
    rule: 'no input pipeline before it is added',
    reached: ['lowered'],
    allowed: ['lowered', 'fed'],
    change: (build) => build.value('load_lines', 'load', [], { path: 'files.txt', count: 3 }),
    fault: "node 'load' (load_lines) belongs to the input pipeline, which comes last",
  },
  {
    rule: 'no short type without the pass that shortens',
    reached: ['lowered'],
    allowed: ['lowered', 'shortened'],
    change: (build, x) => build.value('cast', 'short', [x], { dtype: 'bfloat16' }),
    fault: "node 'short' (cast) computes in bfloat16 without the pass 'precision'",
  },
  {
    rule: 'no product in float32 after it',
    reached: ['lowered', 'shortened'],
    allowed: ['lowered'],
    change: (build, x) => build.value('matmul', 'dense/product', [x, declare(build, 'w', false)], matmul),
    fault: "node 'dense/product' (matmul) is left in float32 by the pass that shortens products",
  },
  {
    rule: 'no cast there and straight back',
    reached: ['shortened'],
    allowed: ['shortened', 'differentiated'],
    change: (build, x) => {
      const short = build.value('cast', 'a', [x], { dtype: 'bfloat16' });
      const long = build.value('cast', 'b', [short], { dtype: 'float32' });
      build.value('cast', 'c', [long], { dtype: 'bfloat16' });
    },
    fault: "node 'c' (cast) casts back to bfloat16 what was it before",
  },
  {
    rule: 'one gradient for each trainable variable',
    reached: ['differentiated'],
    allowed: [],
    change: (build) => declare(build, 'w', true),
    fault: "the trainable variable 'w' has 0 gradients",
  },
  {
    rule: 'none for others',
    reached: ['differentiated'],
    allowed: [],
    change: (build) => {
      declare(build, 'w', false);
      build.setGradients([{ variable: 'w' }]);
    },
    fault: "the variable 'w' has a gradient and is not trainable",
  },
  {
    rule: 'gradients are float32',
    reached: ['differentiated'],
    allowed: [],
    change: (build) => {
      const value = build.value('cast', 'short', [declare(build, 'w', true)], { dtype: 'bfloat16' });
      build.setGradients([{ variable: 'w', value }]);
    },
    fault: "the gradient of 'w' is bfloat16, and variables are float32",
  },
  {
    rule: 'no node that no entry needs',
    reached: ['pruned'],
    allowed: [],
    change: (build, x) => {
      build.value('activation', 'loose', [x], { function: 'relu' });
      build.entry({ name: 'run', inputs: { x }, outputs: { x }, effects: [] });
    },
    fault: "node 'loose' (activation) is needed by no entry",
  },
  {
    rule: 'no input that an entry needs and is not fed',
    reached: ['pruned'],
    allowed: [],
    change: (build, x) => {
      const y = build.value('activation', 'y', [x], { function: 'relu' });
      build.entry({ name: 'run', inputs: {}, outputs: { y }, effects: [] });
    },
    fault: "entry 'run' needs the input 'x' and is not fed it",
  },
];

test.each(cases)('$rule', ({ reached, allowed, change, fault }) => {
  expect(() => verify(program(reached, change), 'the pass')).toThrow(
    `The program is broken after 'the pass': ${fault}`,
  );
  expect(() => verify(program(allowed, change), 'the pass')).not.toThrow();
});

test('each rule of the spec has its case', () => {
  const tested = new Set<number>();
  for (const { reached, change } of cases) {
    const broken = program(reached, change);
    spec.forEach(({ faults }, index) => {
      if ([...faults(broken)].length > 0) tested.add(index);
    });
  }
  expect([...tested].sort((a, b) => a - b)).toEqual(spec.map((_, index) => index));
});
