/** The style of the HTML report. Colors are the variables of core/figures/colors.ts. */
export const STYLE = `
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body {
  margin: 0; padding: 0 24px; background: var(--sw-panel); color: var(--sw-text);
  font: 15px/1.5 Inter, system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans KR', sans-serif;
}
main { max-width: 860px; margin: 0 auto; padding: 48px 0 64px; }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 44px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--sw-line); font-size: 18px; line-height: 1.3; }
p { margin: 0 0 10px; overflow-wrap: anywhere; }
.lead, .muted, figcaption { color: var(--sw-muted); }
.lead { margin-bottom: 4px; }
.warning { color: var(--sw-warning); }
.gain { color: var(--sw-good); font-weight: 600; }
.loss { color: var(--sw-bad); font-weight: 600; }
.wide { margin: 14px 0 18px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 1.4; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
thead th { border-bottom: 1px solid var(--sw-lineStrong); color: var(--sw-muted); font-weight: 500; vertical-align: bottom; }
tbody th { min-width: 72px; font-weight: 600; }
th, td { padding: 6px 12px 6px 0; text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
tbody th, tbody td { border-bottom: 1px solid var(--sw-line); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
ul { margin: 0 0 10px; padding-left: 20px; }
dl { margin: 0 0 14px; columns: 2; column-gap: 40px; font-size: 14px; }
dl div { display: flex; gap: 16px; padding: 4px 0; border-bottom: 1px solid var(--sw-line); break-inside: avoid; }
dt { flex: 1 1 0; color: var(--sw-muted); }
dd { flex: 1 1 0; margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 28px 24px; margin: 14px 0; }
.pictures { display: flex; flex-wrap: wrap; justify-content: space-evenly; }
figure { margin: 0; max-width: 100%; break-inside: avoid; }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption { margin-top: 6px; font-size: 13px; line-height: 1.4; }
pre {
  margin: 0 0 10px; padding: 12px 14px; border: 1px solid var(--sw-line); border-radius: 7px; background: var(--sw-raised);
  font: 13px/1.5 'JetBrains Mono', ui-monospace, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
@media (max-width: 640px) { dl { columns: 1; } }
@media print {
  @page { size: A4; margin: 16mm 15mm; }
  html { color-scheme: light; }
  body { padding: 0; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; }
  h2 { margin-top: 22pt; font-size: 13pt; break-after: avoid; }
  table, dl { font-size: 8.5pt; }
  th, td { padding-right: 8px; }
  pre { font-size: 8.5pt; }
  thead { display: table-header-group; }
  tr, pre { break-inside: avoid; }
  figure svg { max-height: 240mm; }
  .pictures figure { max-width: 48%; }
  .pictures figure:first-child:nth-last-child(n + 3), .pictures figure:first-child:nth-last-child(n + 3) ~ figure { max-width: 31%; }
  h2 + p, p:has(+ dl), p:has(+ .wide) { break-after: avoid; }
  .wide, dl { break-inside: avoid; }
  .wide { overflow: visible; }
}
`;
