/** Numbers and dates are put into words in core/format only, so that the window and the terminal agree. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..', '..');

test('nothing else formats numbers and dates', () => {
  const found = ['core', 'main', 'renderer', 'electron'].flatMap((folder) =>
    // The web page of an export runs on its own, without any of our modules.
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter(
        (name) => /\.tsx?$/.test(name) && !/^core.(format|messages)|^main.exporting.tfjs.page/.test(name),
      )
      .filter((name) =>
        /\.toFixed\(|\.toLocale(Date|Time)?String\(|new Intl\.(Number|DateTime)Format/.test(
          readFileSync(join(root, name), 'utf8'),
        ),
      ),
  );
  expect(found).toEqual([]);
});
