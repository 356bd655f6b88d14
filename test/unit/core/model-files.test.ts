import { isModelFile } from '../../../core/graph/model-file-name';
import { importEndings } from '../../../main/importing';

test('every ending that can be imported is taken when it is dropped, except JSON, which may be a graph', () => {
  const dropped = importEndings.filter((ending) => isModelFile(`model${ending.toUpperCase()}`));
  expect(dropped).toEqual(importEndings.filter((ending) => ending !== '.json'));
  expect(['a.zip', 'a.png', 'a.skipwire', 'keras'].filter(isModelFile)).toEqual([]);
});
