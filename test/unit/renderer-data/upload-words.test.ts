/** A refusal names what was dropped, not the copy of it on the host's machine. */
import { inDroppedNames } from '../../../renderer/client/upload';

const dropped = (...paths: string[]) => paths.map((path) => ({ path, file: new File([], 'x') }));
const copy = '/home/a b/.cache/skipwire/uploads/0f/files';

test('one folder, and what is in it', () => {
  const files = dropped('pets/cat/1.jpg', 'pets/dog/2.jpg');
  const text = `Received: ${copy}/pets, in which ${copy}/pets/cat is empty`;
  expect(inDroppedNames(text, `${copy}/pets`, files)).toBe('Received: pets, in which pets/cat is empty');
});

test('a name that the host had to change is shown as it was', () => {
  expect(inDroppedNames(`Received: ${copy}/a_b`, `${copy}/a_b`, dropped('a?b/1.jpg'))).toBe('Received: a?b');
});

test('several files', () => {
  const files = dropped('a.gz', 'b.gz');
  expect(inDroppedNames(`Received: ${copy}, with ${copy}/b.gz`, copy, files)).toBe(
    'Received: a.gz and b.gz, with b.gz',
  );
  const windows = 'C:\\cache\\uploads\\0f\\files';
  expect(inDroppedNames(`${windows}\\a.gz`, windows, files)).toBe('a.gz');
  expect(inDroppedNames(copy, copy, dropped('a', 'b', 'c', 'd', 'e'))).toBe('a, b, c, and 2 more');
});
