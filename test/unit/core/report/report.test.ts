/** The report of a study: what it says, and that each format escapes it. */
import { parse } from 'csv-parse/sync';
import { inLanguage } from '../../../../core/messages';
import { reportOf } from '../../../../core/report/content';
import { figuresOf, type ReportBlock, tablesOf } from '../../../../core/report/document';
import { csvTable, reportText } from '../../../../core/report/formats';
import { reportMarkdown } from '../../../../core/report/markdown';
import { reported, study } from './support';

const report = reportOf(study());
const html = reportText(report, 'html');

const blocksOf = (id: string, of = report): readonly ReportBlock[] =>
  of.sections.find((section) => section.id === id)?.blocks ?? [];
const tableOf = (id: string, of = report) => tablesOf(of).find((table) => table.id === id)!;
const cellsOf = (id: string, of = report) => tableOf(id, of).rows.map((row) => row.map(({ text }) => text));

/** Elements without content in HTML. */
const VOID = /^(meta|link|br|hr|img)$/;

/** Every tag, with its attributes; each is closed in order. */
function elementsOf(text: string): { name: string; attributes: Map<string, string> }[] {
  const open: string[] = [];
  const found = [...text.matchAll(/<(\/?)([a-zA-Z][\w]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)].flatMap(
    ([, closing, name, attributes, selfClosing]) => {
      if (closing) {
        expect(open.pop()).toBe(name);
        return [];
      }
      if (!selfClosing && !VOID.test(name!)) open.push(name!);
      const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(
        ([, key, value]) => [key!, value!] as const,
      );
      return [{ name: name!, attributes: new Map(pairs) }];
    },
  );
  expect(open).toEqual([]);
  return found;
}

test('the table of the study comes first, then curves, runs and what one needs to train it again', () => {
  expect(report.sections.map(({ id }) => id)).toEqual([
    ...[
      'question',
      'results',
      'curves',
      'runs',
      'networks',
      'differences',
      'settings',
      'data',
      'environment',
      'reproduce',
    ],
  ]);
  expect(report.lead[0]).toBe('CIFAR-10: 2 arms, 3 seeds, 6 runs.');
  expect(cellsOf('ablation')[0]!.slice(0, 4)).toEqual([
    ...['20 layers', '91.0 ± 1.0% (n = 3)', '80.5 ± 0.7% (n = 2)', '+10.5'],
  ]);
});

test('a difference whose interval excludes zero is a gain', () => {
  const difference = tableOf('ablation').columns.findIndex(
    ({ heading }) => heading === 'Difference (points)',
  );
  expect(tableOf('ablation').rows[0]![difference]!.tone).toBe('gain');
  expect(html).toContain('<td class="number gain">+10.5</td>');
});

test('a negative number has a minus sign, which LaTeX sets as one', () => {
  const [resnet, plain] = study().arms;
  const worse = plain!.runs.map((run, index) => ({
    ...run,
    record: { ...run.record, network: resnet!.runs[index]!.record.network },
  }));
  const better = resnet!.runs.map((run, index) => ({
    ...run,
    record: { ...run.record, network: plain!.runs[index]!.record.network },
  }));
  const turned = reportOf(study({ arms: [{ runs: better }, { runs: worse }] }));
  expect(cellsOf('ablation', turned)[0]).toContain('−10.5');
  expect(reportText(turned, 'latex')).toContain('& $-$10.5 &');
});

test('the matrix says how each run ended, and why one failed', () => {
  expect(cellsOf('runs')).toEqual([
    ['ResNet-20', '90.0%', '91.0%', '92.0%'],
    ['Plain-20', '80.0%', '81.0%', 'failed after 1 of 2 epochs'],
  ]);
  expect(blocksOf('runs')).toContainEqual({
    kind: 'list',
    items: ['Plain-20, seed 3: The loss was not finite.'],
  });
});

test('of runs with one arm and seed, the newest counts', () => {
  const [resnet] = study().arms;
  const again = reported({ arm: 'ResNet-20', accuracy: 0.5, settings: { seed: 1 } });
  const twice = reportOf(study({ arms: [{ ...resnet!, runs: [...resnet!.runs, again] }] }));
  expect(cellsOf('runs', twice)[0]).toEqual(['ResNet-20', '50.0%', '91.0%', '92.0%']);
  expect(JSON.stringify(blocksOf('runs', twice))).toContain('the newest run is shown');
});

test('what the arms differ in is a row; what they share is not', () => {
  const rows = new Map(cellsOf('differences').map(([what, ...values]) => [what, values]));
  expect(rows.get('Shortcuts')).toEqual(['9', '0']);
  expect(rows.get('Add nodes')).toEqual(['9', '0']);
  expect([...rows.keys()]).not.toContain('Layers with weights on the main path');
  expect([...rows.keys()]).not.toContain('Batch size');
});

test('settings of one arm are a difference, not a shared setting', () => {
  const [resnet, plain] = study().arms;
  const other = reported({ arm: 'Plain-20', settings: { seed: 1, batchSize: 64 } });
  const apart = reportOf(study({ arms: [resnet!, { ...plain!, runs: [other] }] }));
  expect(cellsOf('differences', apart)).toContainEqual(['Batch size', '256', '64']);
  expect(JSON.stringify(blocksOf('settings', apart))).not.toContain('Batch size');
  expect(JSON.stringify(blocksOf('settings'))).toContain('Batch size');
});

test('runs on different machines are not confused', () => {
  const [resnet, plain] = study().arms;
  const [first, ...rest] = resnet!.runs;
  const moved = { ...first!, environment: { ...first!.environment!, device: 'gpu' } };
  const apart = reportOf(study({ arms: [{ ...resnet!, runs: [moved, ...rest] }, plain!] }));
  const words = JSON.stringify(blocksOf('environment', apart));
  expect(words).toContain('1 run:');
  expect(words).toContain('5 runs:');
});

test('a study without a finished run has a report', () => {
  const queued = reported({ arm: 'ResNet-20', state: 'queued', epochs: 0, planned: 2 });
  const early = reportOf(study({ arms: [{ runs: [queued] }] }));
  expect(cellsOf('runs', early)).toEqual([['ResNet-20', 'not started']]);
  expect(JSON.stringify(blocksOf('results', early))).toContain('nothing to compare');
  expect(figuresOf(early).map(({ id }) => id)).not.toContain('validation-accuracy');
});

test('the page is well formed, needs no network, and names every part once', () => {
  const elements = elementsOf(html.replace('<!doctype html>', '').replace(/<style>[^<]*<\/style>/, ''));
  const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, attributes } of elements) {
    expect(name).not.toBe('script');
    for (const address of ['src', 'href']) expect(attributes.get(address)).toBeUndefined();
  }
  for (const { attributes } of elements) {
    const by = attributes.get('aria-labelledby');
    if (by !== undefined) expect(ids).toContain(by);
  }
  expect(html).not.toMatch(/url\((?!#)|@import|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
});

test('names are text in the page, whatever they contain', () => {
  expect(html).not.toContain('a<b>');
  expect(html).toContain('a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; 50%');
});

test('names are text in Markdown', () => {
  const [title] = reportMarkdown(report).split('\n');
  expect(title).toBe(
    `# a\\<b\\> &amp; "c" 'd' 50% \\_e\\_ #f \\$g\\$ {h} \\~i^ \\\\j \\|k\\| \\*l\\* \\[m\\](n) \\\`o\\\``,
  );
});

test('a name at the beginning of a line is neither a list nor a heading', () => {
  const { sections } = {
    sections: [{ id: 'a', title: 'A', blocks: [{ kind: 'text', text: '1. x' }] }],
  } as const;
  const text = reportMarkdown({ ...report, lead: ['- x', '# x'], sections });
  expect(text).toContain('\n\\- x\n');
  expect(text).toContain('\n\\# x\n');
  expect(text).toContain('\n1\\. x\n');
});

test('names are text in LaTeX', () => {
  const latex = reportText(report, 'latex');
  expect(latex).toContain(
    `a$<$b$>$ \\& "c" 'd' 50\\% \\_e\\_ \\#f \\$g\\$ \\{h\\} \\textasciitilde{}i\\textasciicircum{} \\textbackslash{}j $|$k$|$`,
  );
});

test('the tables for programs have every digit', () => {
  const [row] = parse(csvTable(tableOf('ablation')), { columns: true }) as Record<string, string>[];
  expect(Number(row!.difference_points)).toBeCloseTo(10.5, 12);
  const runs = parse(csvTable(tableOf('runs')), { columns: true }) as Record<string, string>[];
  expect(runs.map(({ arm, seed, state }) => [arm, seed, state]).at(-1)).toEqual(['Plain-20', '3', 'failed']);
  expect(Number(runs[0]!.val_accuracy)).toBe(0.9);
});

test('the same study has the same bytes', () => {
  const same = study();
  for (const format of ['html', 'md', 'latex', 'csv'] as const) {
    expect(reportText(reportOf(same), format)).toBe(reportText(reportOf(same), format));
  }
});

test('in Korean, the page says so and so do its words', () => {
  const korean = inLanguage('ko', () => reportText(reportOf(study()), 'html'));
  expect(korean).toContain('<html lang="ko">');
  expect(korean).toContain('<h2 id="runs-title">실행</h2>');
  expect(reportText(reportOf(study()), 'html')).toContain('<h2 id="runs-title">Runs</h2>');
});
