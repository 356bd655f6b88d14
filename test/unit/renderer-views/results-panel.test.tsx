/** The results of each run in Compare. */
import { renderToStaticMarkup } from 'react-dom/server';
import { ResultsPanel } from '../../../renderer/compare/ResultsPanel';
import { run } from '../core/study/runs';

const textsOf = (html: string, cell: RegExp) =>
  [...html.replaceAll(/<style.*?<\/style>/g, '').matchAll(cell)].map(([, inner]) =>
    inner!.replaceAll(/<[^>]*>/g, ''),
  );
const htmlOf = (runs: Parameters<typeof ResultsPanel>[0]['runs']) =>
  renderToStaticMarkup(<ResultsPanel runs={runs} />);

test('a row has a cell for each heading', () => {
  const html = htmlOf([run({ accuracy: 0.75, settings: { seed: 1 } })]);
  expect(textsOf(html, /<th [^>]*scope="col"[^>]*>(.*?)<\/th>/g)).toEqual([
    ...['Run', 'Loss', 'Validation', 'Best', 'Time'],
  ]);
  const cells = textsOf(html, /<td[^>]*>(.*?)<\/td>/g);
  expect(cells).toHaveLength(4);
  expect(cells[1]).toMatch(/^75\.0%/);
  expect(cells[2]).toMatch(/^75\.0% /);
});

test('a run without an epoch has dashes', () => {
  const html = htmlOf([{ ...run({ accuracy: 0.75 }), epochs: [] }]);
  expect(textsOf(html, /<td[^>]*>(.*?)<\/td>/g)).toEqual(['–', expect.stringMatching(/^–/), '–', '–']);
});
