import {
  along,
  nearest,
  type Place,
  type Walk,
  type Way,
  walkFrom,
} from '../../../renderer/build/editor/walk';

/** A block: its main path at x = 0, the projection of its shortcut beside it. */
const places: Place[] = [
  { id: 'input', x: 0, y: 0, width: 190, height: 44 },
  { id: 'conv1', x: 0, y: 100, width: 190, height: 44 },
  { id: 'projection', x: 260, y: 150, width: 190, height: 44 },
  { id: 'conv2', x: 0, y: 200, width: 190, height: 44 },
  { id: 'add', x: 0, y: 300, width: 190, height: 30 },
];
const walk = (id: string, key: Walk) => walkFrom(places.find((place) => place.id === id)!, key, places)?.id;

describe('walks on the canvas', () => {
  test('down and up stay on the main path', () => {
    expect(['input', 'conv1', 'conv2'].map((id) => walk(id, 'ArrowDown'))).toEqual(['conv1', 'conv2', 'add']);
    expect(['add', 'conv2', 'conv1'].map((id) => walk(id, 'ArrowUp'))).toEqual(['conv2', 'conv1', 'input']);
  });

  test('sideways reaches the shortcut, from which every direction but right leads back', () => {
    expect([walk('conv1', 'ArrowRight'), walk('conv2', 'ArrowRight')]).toEqual(['projection', 'projection']);
    expect([walk('projection', 'ArrowUp'), walk('projection', 'ArrowDown')]).toEqual(['conv1', 'conv2']);
    expect(['conv1', 'conv2']).toContain(walk('projection', 'ArrowLeft'));
    expect(walk('projection', 'ArrowRight')).toBeUndefined();
  });

  test('sideways goes to nothing far above or below', () => {
    expect([walk('input', 'ArrowRight'), walk('add', 'ArrowLeft')]).toEqual(['projection', undefined]);
    const far = { id: 'far', x: 260, y: 900, width: 190, height: 44 };
    expect(walkFrom(places[0]!, 'ArrowRight', [far])).toBeUndefined();
  });

  test('ends at the last node', () => {
    expect([walk('input', 'ArrowUp'), walk('add', 'ArrowDown')]).toEqual([undefined, undefined]);
  });

  test('finds what is closest to a node that is gone', () => {
    const gone = places.find(({ id }) => id === 'conv2');
    expect(
      nearest(
        gone!,
        places.filter((place) => place !== gone),
      )?.id,
    ).toBe('add');
    expect(nearest(gone!, [])).toBeUndefined();
  });
});

describe('along the edges', () => {
  const links = ['input>conv1', 'input>projection', 'conv1>conv2', 'conv2>add', 'projection>add'].map(
    (edge) => {
      const [source = '', target = ''] = edge.split('>');
      return { source, target };
    },
  );
  const xOf = (id: string) => places.find((place) => place.id === id)!.x;

  test.each<[string, Way, string | undefined]>([
    ['input', 'next', 'conv1'],
    ['conv2', 'next', 'add'],
    ['add', 'next', undefined],
    ['add', 'previous', 'conv2'],
    ['projection', 'previous', 'input'],
    ['conv1', 'right', 'projection'],
    ['projection', 'left', 'conv1'],
    ['conv2', 'left', undefined],
  ])('%s, %s: %s', (from, way, to) => expect(along(from, way, links, xOf)).toBe(to));
});
