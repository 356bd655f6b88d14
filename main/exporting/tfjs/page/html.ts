/** index.html of the exported page. Its script fills in the texts (page.ts). */
import type { PageText } from './page';

const STYLE = `
:root {
  color-scheme: light dark;
  --background: light-dark(#f3f5f7, #0f1216);
  --panel: light-dark(#ffffff, #161b21);
  --line: light-dark(#dde3e9, #2a333d);
  --text: light-dark(#17202a, #e6ebf0);
  --muted: light-dark(#5a6876, #93a1b0);
  --accent: light-dark(#1769e0, #4da3ff);
  --on-accent: light-dark(#ffffff, #0f1216);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 32px 20px; max-width: 760px; background: var(--background); color: var(--text);
  font: 15px/1.5 Inter, system-ui, 'Noto Sans KR', sans-serif; font-variant-numeric: tabular-nums;
}
h1 { margin: 0 0 20px; font-size: 22px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 0 0 8px; font-size: 13px; font-weight: 500; color: var(--muted); }
#drop {
  display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; justify-content: center; padding: 28px 16px;
  border: 1px dashed var(--muted); border-radius: 10px; background: var(--panel); color: var(--muted);
}
#drop.over { border-color: var(--accent); border-style: solid; }
button {
  padding: 7px 14px; border: 0; border-radius: 7px; background: var(--accent); color: var(--on-accent);
  font: inherit; font-weight: 500; cursor: pointer;
}
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#status { min-height: 24px; margin: 8px 0; color: var(--muted); }
#shown { display: grid; grid-template-columns: 240px 1fr; gap: 24px; }
#shown[hidden] { display: none; }
@media (max-width: 560px) { #shown { grid-template-columns: 1fr; } section { order: -1; } }
figure { margin: 0 0 16px; }
figcaption { margin-top: 4px; font-size: 13px; color: var(--muted); }
img, canvas { display: block; max-width: 100%; max-height: 320px; border-radius: 7px; }
canvas { width: 120px; image-rendering: pixelated; }
ol { margin: 0; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 1fr auto; gap: 2px 12px; margin-bottom: 12px; }
li .name { overflow-wrap: anywhere; }
li:first-child { font-weight: 600; }
.bar { grid-column: 1 / -1; height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; }
.bar::before {
  content: ''; display: block; height: 100%; width: calc(100% * var(--share)); background: var(--accent);
}
footer { margin-top: 28px; font-size: 13px; color: var(--muted); }
`;

const text = (name: PageText): string => `data-text="${name}"`;

/** @param name of the network. */
export function pageHtml(name: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(name)}</h1>
<div id="drop"><button id="choose" type="button" ${text('choose')}></button><span ${text('drop')}></span></div>
<input id="file" type="file" accept="image/*" hidden>
<p id="status" role="status" ${text('loading')}></p>
<div id="shown" hidden>
<div>
<figure><img id="picture" alt=""></figure>
<figure><canvas id="seen"></canvas><figcaption ${text('seen')}></figcaption></figure>
</div>
<section aria-live="polite"><h2 ${text('result')}></h2><ol id="classes"></ol></section>
</div>
</main>
<footer ${text('private')}></footer>
<script src="page/model.js"></script>
<script src="page/tf.min.js"></script>
<script src="page/page.js"></script>
</body>
</html>
`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (value: string): string =>
  value.replace(/[&<>"]/g, (character) => ESCAPES[character] as string);
