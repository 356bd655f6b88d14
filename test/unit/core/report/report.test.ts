/** The report of a study: what it says, and that each format escapes it. */
import { parse } from 'csv-parse/sync';
import { inLanguage } from '../../../../core/messages';
import { reportOf } from '../../../../core/report/content';
import { figuresOf, type ReportBlock, tablesOf } from '../../../../core/report/document';
import { csvTable, reportText } from '../../../../core/report/formats';
import { reportMarkdown } from '../../../../core/report/markdown';
import type { Surface } from '../../../../core/surface/surface';
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
      'changes',
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

test('what an arm changes in the network of the baseline is counted and drawn', () => {
  const [block] = blocksOf('changes');
  expect(block).toEqual({
    kind: 'facts',
    facts: [
      {
        label: 'Plain-20 against ResNet-20',
        value: expect.stringMatching(/^\d+ layers removed, \d+ edges? added/),
      },
    ],
  });
  const { svg } = figuresOf(report).find(({ id }) => id === 'changes-1')!;
  expect(svg).toContain('var(--sw-bad)');
  expect(svg).not.toContain('var(--sw-good)');
  const [resnet] = study().arms;
  expect(blocksOf('changes', reportOf(study({ arms: [resnet!, resnet!] })))).toEqual([]);
});

test('settings of one arm are a difference, not a shared setting', () => {
  const [resnet, plain] = study().arms;
  const other = reported({ arm: 'Plain-20', settings: { seed: 1, batchSize: 64 } });
  const apart = reportOf(study({ arms: [resnet!, { ...plain!, runs: [other] }] }));
  expect(cellsOf('differences', apart)).toContainEqual(['Batch size', '256', '64']);
  expect(JSON.stringify(blocksOf('settings', apart))).not.toContain('Batch size');
  expect(JSON.stringify(blocksOf('settings'))).toContain('Batch size');
});

test('a setting that decided nothing is not listed', () => {
  const labels = (of: typeof report) =>
    blocksOf('settings', of).flatMap((block) =>
      block.kind === 'facts' ? block.facts.map(({ label }) => label) : [],
    );
  expect(labels(report)).toContain('Validation');
  expect(labels(report)).not.toContain('Initial weights');
  const { arms, ...rest } = study();
  const heldOut = arms.map((arm) => ({
    ...arm,
    runs: arm.runs.map((one) => {
      const { split, ...record } = one.record;
      return { ...one, record: { ...record, split: { ...split!, validatedOn: 'held-out' as const } } };
    }),
  }));
  expect(labels(reportOf({ ...rest, arms: heldOut }))).not.toContain('Validation');
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

test('each run is said to have been trained where it was', () => {
  const [resnet, plain] = study().arms;
  const [first, ...rest] = resnet!.runs;
  const far = { ...first!, record: { ...first!.record, where: 'ssh:gpu-box' } };
  const apart = reportOf(study({ arms: [{ ...resnet!, runs: [far, ...rest] }, plain!] }));
  const words = JSON.stringify(blocksOf('environment', apart));
  expect(words).toContain('"ssh:gpu-box"');
  expect(words).toContain('"local"');
  expect(JSON.stringify(blocksOf('environment'))).not.toContain('"local"');
  const [run] = parse(csvTable(tableOf('runs', apart)), { columns: true }) as Record<string, string>[];
  expect(run!.where).toBe('ssh:gpu-box');
});

const diagnosed = (step: number, gradientNorm: number) => ({
  ...{ type: 'diagnostics' as const, step, epoch: 1 },
  blocks: ['stem', 'stage1_block1'].map((block) => ({
    ...{ block, gradientNorm, updateRatio: 1e-3, activationSpread: 0.5 },
  })),
});

test('the blocks are drawn as they were last measured', () => {
  expect(blocksOf('responses')).toEqual([]);
  const [resnet, plain] = study().arms;
  const runs = resnet!.runs.map((run) => ({ ...run, diagnostics: [diagnosed(1, 2), diagnosed(8, 1)] }));
  const measured = reportOf(study({ arms: [{ ...resnet!, runs }, plain!] }));
  const ids = ['blocks-gradient-norm', 'blocks-update-ratio', 'blocks-activation-spread'];
  expect(figuresOf(measured).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  expect(JSON.stringify(blocksOf('responses', measured))).toContain('epoch 1, step 8');
  expect(figuresOf(measured).find(({ id }) => id === ids[0])!.svg).toContain('ResNet-20 · 3 seeds');
});

const surface = (points: number, computed: number): Surface => ({
  ...{ format: 'skipwire.surface', version: 1, data: '[]', images: 100 },
  settings: { points, range: 1, images: 100, seed: 1 },
  checkpoint: { file: 'epoch-0002.safetensors', epoch: 2, step: 8 },
  losses: Array.from({ length: points ** 2 }, (_, index) => (index < computed ? 1 + index / 10 : null)),
  accuracies: Array.from({ length: points ** 2 }, (_, index) => (index < computed ? 0.5 : null)),
});

test('loss surfaces on the same axes are drawn together, the finest of the same runs', () => {
  expect(blocksOf('surfaces')).toEqual([]);
  const arms = study().arms.map(({ graph, runs: [run, ...others] }) => ({
    graph: graph!,
    runs: [{ ...run!, surfaces: [surface(3, 9), surface(5, 25)] }, ...others],
  }));
  const seen = reportOf(study({ arms }));
  const drawn = figuresOf(seen).filter(({ id }) => id.startsWith('surface'));
  expect(drawn.map(({ id }) => id)).toEqual(['surface-1-contours', 'surface-1-relief']);
  for (const { svg } of drawn) {
    expect(svg).toContain('ResNet-20, seed 1');
    expect(svg).toContain('Plain-20, seed 1');
  }
  const words = JSON.stringify(blocksOf('surfaces', seen));
  expect(words).toContain('5 × 5 points');
  expect(words).not.toContain('not been computed');
});

test('a surface that is not complete says so', () => {
  const [resnet, plain] = study().arms;
  const [first, ...rest] = resnet!.runs;
  const part = { ...surface(3, 9), losses: [1, 2, 3, 4, null, 6, 7, 8, 9] };
  const seen = reportOf(
    study({ arms: [{ ...resnet!, runs: [{ ...first!, surfaces: [part] }, ...rest] }, plain!] }),
  );
  expect(JSON.stringify(blocksOf('surfaces', seen))).toContain('1 of 9 points have not been computed');
});

test('an arm that was stopped by the rule is no other stopped arm, and the rule is named', () => {
  const [resnet, plain] = study().arms;
  const halving = { epochs: 1, factor: 2, seeds: 1 };
  const halved = reported({
    ...{ arm: 'Plain-20', state: 'stopped', epochs: 1, planned: 2 },
    settings: { seed: 1 },
    record: { halving, changes: [{ type: 'halved', at: '2026-01-01T00:00:00Z', epoch: 1 }] },
  });
  const seen = reportOf(study({ arms: [resnet!, { ...plain!, runs: [halved] }] }));
  expect(cellsOf('runs', seen)[1]![1]).toBe('stopped by successive halving after 1 of 2 epochs');
  expect(JSON.stringify(blocksOf('results', seen))).toContain('Stopped arms have no result: Plain-20.');
  expect(JSON.stringify(blocksOf('results'))).not.toContain('halving');
});

test('a study without a finished run has a report', () => {
  const queued = reported({ arm: 'ResNet-20', state: 'queued', epochs: 0, planned: 2 });
  const early = reportOf(study({ arms: [{ runs: [queued] }] }));
  expect(cellsOf('runs', early)).toEqual([['ResNet-20', 'not started']]);
  expect(JSON.stringify(blocksOf('results', early))).toContain('nothing to compare');
  expect(JSON.stringify(blocksOf('results', early))).toContain('Early hint: 1 of 1 run');
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
