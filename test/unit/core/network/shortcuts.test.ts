/** Shortcuts of any graph: what is one, what is not, and that removal keeps the network sound. */
import { analyze } from '../../../../core/analysis/analyze';
import { twinKey } from '../../../../core/analysis/twins';
import { setMuted } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { effectiveDocument } from '../../../../core/network/effective';
import { findShortcuts, removeShortcuts, restoreShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';
import {
  add,
  bn,
  conv,
  denseSums,
  graph,
  input,
  pick,
  randomFrom,
  randomNetwork,
  relu,
  residualChain,
  withHead,
} from '../support/graphs';
import { shortcutsByDefinition } from '../support/shortcuts-by-definition';

/** `kind source→add via nodes`, one line per shortcut. */
const found = (document: GraphDocument) =>
  findShortcuts(document).map(
    ({ kind, source, addId, nodes, muted }) =>
      `${kind} ${source}→${addId}${nodes.length > 0 ? ` via ${nodes.join(',')}` : ''}${muted ? ' muted' : ''}`,
  );

describe('what is a shortcut', () => {
  test('an edge around a residual function, on either port', () => {
    expect(
      found(
        graph([input(), conv('a'), relu('r'), conv('b'), add('s')], ['in>a', 'a>r', 'r>b', 'b>s', 'in>s:1']),
      ),
    ).toEqual(['identity in→s']);
    expect(found(graph([input(), conv('a'), add('s')], ['in>a', 'in>s', 'a>s:1']))).toEqual([
      'identity in→s',
    ]);
  });

  test('a projection: fewer layers with kernels, and no activation', () => {
    const document = graph(
      [input(), conv('a'), relu('r'), conv('b'), conv('p'), bn('q'), add('s')],
      ['in>a', 'a>r', 'r>b', 'in>p', 'p>q', 'b>s', 'q>s:1'],
    );
    expect(found(document)).toEqual(['projection in→s via p,q']);
  });

  test('a padded one, without weights', () => {
    const document = graph(
      [input(), conv('a'), relu('r'), conv('b'), ['z', 'ZeroPaddedShortcut', { filters: 8 }], add('s')],
      ['in>a', 'a>r', 'r>b', 'in>z', 'b>s', 'z>s:1'],
    );
    expect(found(document)).toEqual(['padded in→s via z']);
  });

  test('several at one Add: identity and projection around the same function', () => {
    const document = graph(
      [input(), conv('a'), relu('r'), conv('b'), conv('p'), add('s')],
      ['in>a', 'a>r', 'r>b', 'in>p', 'p>s', 'in>s:1', 'b>s:2'],
    );
    expect(found(document)).toEqual(['projection in→s via p', 'identity in→s']);
  });

  test('dense residual connections: every earlier sum is a shortcut to the last', () => {
    const document = graph(
      [input(), conv('f'), add('s'), conv('g'), add('t')],
      ['in>f', 'f>s', 'in>s:1', 's>g', 'g>t', 's>t:1', 'in>t:2'],
    );
    expect(found(document)).toEqual(['identity in→s', 'identity s→t', 'identity in→t']);
  });

  test('pre-activation: the projection leaves behind the shared activation', () => {
    const document = graph(
      [input(), relu('pre'), conv('a'), relu('r'), conv('b'), conv('p'), add('s')],
      ['in>pre', 'pre>a', 'a>r', 'r>b', 'pre>p', 'b>s', 'p>s:1'],
    );
    expect(found(document)).toEqual(['projection pre→s via p']);
  });

  test('in a multilayer perceptron a linear Dense may project', () => {
    const document = graph(
      [
        input(),
        ['flat', 'Flatten'],
        ['a', 'Dense', { units: 5, activation: 'relu' }],
        ['b', 'Dense', { units: 5 }],
        ['p', 'Dense', { units: 5 }],
        add('s'),
      ],
      ['in>flat', 'flat>a', 'a>b', 'flat>p', 'b>s', 'p>s:1'],
    );
    expect(found(document)).toEqual(['projection flat→s via p']);
  });

  test('a linear branch that is uncovered by the removal of an inner shortcut', () => {
    // q's Add takes an edge from in front of the fork x, which hides that x is where the branches part.
    const document = graph(
      [input(), relu('x'), conv('p'), conv('a'), relu('r'), add('q'), conv('b'), add('s')],
      ['in>x', 'x>p', 'x>a', 'a>r', 'r>q', 'in>q:1', 'q>b', 'b>s', 'p>s:1'],
    );
    expect(found(document)).toEqual(['identity in→q', 'projection x→s via p']);
    const plain = removeShortcuts(document);
    expect(removeShortcuts(plain)).toBe(plain);
    expect(restoreShortcuts(plain)).toEqual(document);
  });
});

describe('what is none', () => {
  test.each<[string, GraphDocument]>([
    [
      'a tie of two convolutions',
      graph([input(), conv('a'), conv('b'), add('s')], ['in>a', 'in>b', 'a>s', 'b>s:1']),
    ],
    ['one tensor twice', graph([input(), conv('a'), add('s')], ['in>a', 'a>s', 'a>s:1'])],
    [
      'ResNeXt: parallel paths with activations',
      graph(
        [input(), conv('a'), relu('ar'), conv('a2'), conv('b'), relu('br'), conv('b2'), add('s')],
        ['in>a', 'a>ar', 'ar>a2', 'in>b', 'b>br', 'br>b2', 'a2>s', 'b2>s:1'],
      ),
    ],
    [
      'Inception: a shorter path with an activation',
      graph(
        [input(), conv('a'), relu('ar'), conv('b'), relu('br'), conv('c'), relu('cr'), add('s')],
        ['in>a', 'a>ar', 'in>b', 'b>br', 'br>c', 'c>cr', 'ar>s', 'cr>s:1'],
      ),
    ],
    [
      'a Dense layer with an activation inside',
      graph(
        [
          input(),
          ['flat', 'Flatten'],
          ['a', 'Dense', { activation: 'relu' }],
          ['b', 'Dense'],
          ['p', 'Dense', { activation: 'relu' }],
          add('s'),
        ],
        ['in>flat', 'flat>a', 'a>b', 'flat>p', 'b>s', 'p>s:1'],
      ),
    ],
    ['two Inputs', graph([input('x'), input('y'), conv('a'), add('s')], ['x>a', 'a>s', 'y>s:1'])],
    ['no Add at all', graph([input(), conv('a')], ['in>a'])],
  ])('%s', (_name, document) => {
    expect(found(document)).toEqual([]);
    expect(removeShortcuts(document)).toBe(document);
    expect(restoreShortcuts(document)).toBe(document);
  });
});

test('ResNeXt keeps its paths when the identity around them goes', () => {
  const document = graph(
    [input(), conv('a'), relu('ar'), conv('a2'), conv('b'), relu('br'), conv('b2'), add('s')],
    ['in>a', 'a>ar', 'ar>a2', 'in>b', 'b>br', 'br>b2', 'a2>s', 'b2>s:1', 'in>s:2'],
  );
  expect(found(document)).toEqual(['identity in→s']);
  const left = effectiveDocument(removeShortcuts(document));
  expect(left.nodes).toHaveLength(8);
  expect(left.edges.filter((edge) => edge.target === 's')).toHaveLength(2);
});

describe('muting by hand', () => {
  const residual = graph(
    [input(), conv('a'), relu('r'), conv('b'), add('s'), conv('c'), relu('d')],
    ['in>a', 'a>r', 'r>b', 'b>s', 'in>s:1', 's>c', 'c>d'],
  );

  test('with the main path muted the identity is all there is, and no shortcut', () => {
    const identityOnly = setMuted(residual, ['b--s'], true);
    expect(found(identityOnly)).toEqual([]);
    expect(removeShortcuts(identityOnly)).toBe(identityOnly);
  });

  test('other muted edges are not brought back', () => {
    const muted = setMuted(residual, ['in--s.1', 'b--s'], true);
    const restored = restoreShortcuts(muted);
    expect(restored.edges.filter((edge) => edge.muted).map((edge) => edge.id)).toEqual(['b--s']);
  });

  test('shortcuts in force come first, muted ones after', () => {
    const document = buildPreset('resnet20');
    const [first, ...rest] = findShortcuts(document);
    const listed = findShortcuts(setMuted(document, [first?.edgeId ?? ''], true));
    expect(listed.map((each) => each.muted)).toEqual([...rest.map(() => false), true]);
    expect(listed.at(-1)).toEqual({ ...first, muted: true });
  });
});

test('resnet50 has 16 shortcuts, four of them projections, named by block', () => {
  const shortcuts = findShortcuts(buildPreset('resnet50'));
  expect(shortcuts).toHaveLength(16);
  expect(shortcuts.filter((each) => each.kind === 'projection').map((each) => each.nodes[0])).toEqual(
    [1, 2, 3, 4].map((stage) => `stage${stage}.block1.shortcut.conv`),
  );
  expect(shortcuts[1]).toEqual({
    edgeId: 'stage1.block1.relu--stage1.block2.add.1',
    addId: 'stage1.block2.add',
    source: 'stage1.block1.relu',
    kind: 'identity',
    nodes: [],
    muted: false,
  });
});

test('a graph with a loop, or with unknown operators, is looked at without harm', () => {
  const loop = graph([input(), add('s'), conv('a'), add('t')], ['in>s', 'a>s:1', 's>a', 'a>t', 'in>t:1']);
  expect(() => found(loop)).not.toThrow();
  expect(() => removeShortcuts(loop)).not.toThrow();
  const unknown = graph([input(), ['a', 'Conv9D'], add('s')], ['in>a', 'a>s', 'in>s:1']);
  expect(found(unknown)).toEqual(['identity in→s']);
});

test('is what the definition says, on random networks', () => {
  let kinds = new Set<string>();
  for (let seed = 0; seed < 150; seed++) {
    const document = randomNetwork(seed);
    if (document.nodes.length > 24) continue;
    const shortcuts = findShortcuts(document);
    kinds = new Set([...kinds, ...shortcuts.map(({ kind }) => kind)]);
    expect(
      shortcuts
        .map(({ edgeId, source, kind, nodes }) => ({ edgeId, source, kind, nodes: [...nodes].sort() }))
        .sort((a, b) => (a.edgeId < b.edgeId ? -1 : 1)),
    ).toEqual(shortcutsByDefinition(document));
  }
  expect(kinds).toEqual(new Set(['identity', 'projection', 'padded']));
});

describe('in large networks', () => {
  test('sums of up to 64 layers: all but the last layer are shortcuts to each', () => {
    const document = denseSums(222);
    const sums = document.nodes.filter(({ type }) => type === 'Add').map(({ id }) => id);
    const into = (id: string) => document.edges.filter(({ target }) => target === id).length;
    const { problems, totals } = analyze(document);
    expect(problems).toEqual([]);
    expect(totals.shortcuts).toBe(sums.reduce((sum, id) => sum + into(id) - 1, 0));
    expect(totals.depth).toBe(224);
  });

  test('a residual chain of 10,000 nodes has one a block', () => {
    const { problems, totals } = analyze(residualChain(2000));
    expect(problems).toEqual([]);
    expect(totals.shortcuts).toBe(2000);
  });
});

describe('on random networks', () => {
  const seeds = Array.from({ length: 150 }, (_, seed) => seed);
  const errors = (document: GraphDocument) =>
    analyze(document).problems.filter((each) => each.severity === 'error');

  test('removal keeps the network sound and as deep, is final, and can be undone', () => {
    let withShortcuts = 0;
    for (const seed of seeds) {
      const document = randomNetwork(seed);
      const before = analyze(document);
      expect(before.problems).toEqual([]);
      const plain = removeShortcuts(document);
      const after = analyze(plain);
      expect(after.problems).toEqual([]);
      expect(after.totals.depth).toBe(before.totals.depth);
      expect(after.totals.shortcuts).toBe(0);
      expect(removeShortcuts(plain)).toBe(plain);
      expect(restoreShortcuts(plain)).toEqual(document);
      expect(twinKey(plain)).toBe(twinKey(document));
      if (before.totals.shortcuts > 0) withShortcuts++;
    }
    expect(withShortcuts).toBeGreaterThan(seeds.length / 4);
  });

  test('some shortcuts can be muted and the rest removed: the same plain network', () => {
    for (const seed of seeds) {
      const random = randomFrom(seed + 1000);
      const document = randomNetwork(seed);
      const shortcuts = findShortcuts(document);
      if (shortcuts.length === 0) continue;
      const some = shortcuts.filter(() => random() < 0.5).map((each) => each.edgeId);
      const partly = setMuted(document, [...some, pick(random, shortcuts).edgeId], true);
      expect(errors(partly)).toEqual([]);
      expect(effectiveDocument(removeShortcuts(partly))).toEqual(
        effectiveDocument(removeShortcuts(document)),
      );
    }
  });
});

test('a sound network stays so with a head behind it', () => {
  const document = withHead(
    graph([input(), conv('a'), relu('r'), conv('b'), add('s')], ['in>a', 'a>r', 'r>b', 'b>s', 'in>s:1']),
    's',
  );
  expect(analyze(document).problems).toEqual([]);
  expect(analyze(removeShortcuts(document)).problems).toEqual([]);
});
