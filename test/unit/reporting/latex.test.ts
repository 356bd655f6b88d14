/** LaTeX takes our tables, whatever the names in them contain. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportOf } from '../../../core/report/content';
import { tablesOf } from '../../../core/report/document';
import { latexTable } from '../../../core/report/latex';
import { testNeeding } from '../../support/needs';
import { study } from '../core/report/support';

const latex = {
  met:
    spawnSync('kpsewhich', ['booktabs.sty']).status === 0 &&
    spawnSync('pdflatex', ['--version']).status === 0,
  what: 'the program pdflatex with booktabs',
};

testNeeding(latex)(
  'LaTeX sets the tables',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'skipwire-latex-'));
    try {
      const tables = tablesOf(reportOf(study()));
      tables.forEach((table, index) => {
        writeFileSync(join(folder, `${index}.tex`), latexTable(table));
      });
      const inputs = tables.map((_, index) => `\\input{${index}.tex}`).join('\n');
      writeFileSync(
        join(folder, 'main.tex'),
        `\\documentclass{article}\n\\usepackage{array,booktabs,graphicx}\n\\begin{document}\n${inputs}\n\\end{document}\n`,
      );
      execFileSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'main.tex'], {
        cwd: folder,
        stdio: 'pipe',
      });
      expect(readFileSync(join(folder, 'main.log'), 'utf8')).toMatch(
        /Output written on main\.pdf \(\d+ pages?/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
