import { isModelFile } from '../../../core/graph/model-file-name';
import { importEndings } from '../../../main/importing';

const GRAPHS: readonly string[] = ['.json', '.skipwire'];

test('every ending that can be imported is taken when it is dropped, except those that open as a graph', () => {
  const dropped = importEndings.filter((ending) => isModelFile(`model${ending.toUpperCase()}`));
  expect(dropped).toEqual(importEndings.filter((ending) => !GRAPHS.includes(ending)));
  expect(['a.zip', 'a.png', 'a.skipwire', 'keras'].filter(isModelFile)).toEqual([]);
});
