/** Numbers and dates are put into words in core/format only, so that the window and the terminal agree. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..', '..');

test('nothing else formats numbers and dates', () => {
  const found = ['core', 'main', 'renderer', 'electron'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => /\.tsx?$/.test(name) && !/^core.(format|messages)/.test(name))
      .filter((name) =>
        /\.toFixed\(|\.toLocale(Date|Time)?String\(|new Intl\.(Number|DateTime)Format/.test(
          readFileSync(join(root, name), 'utf8'),
        ),
      ),
  );
  expect(found).toEqual([]);
});
