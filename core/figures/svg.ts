/** SVG as text. */

/** For text and attributes of HTML and XML. Characters that XML does not allow are left out. */
export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Pixels with more decimals look the same. */
export const rounded = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;

/** @param children markup, or an escaped text */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${escapeXml(rounded(value))}"`))
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

export const textElement = (text: string, attributes: Attributes): string =>
  element('text', attributes, escapeXml(text));

const FONT = "Inter, system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans KR', sans-serif";

/** @param label what a screen reader says */
export const picture = (
  { width, height, label }: { width: number; height: number; label: string },
  ...children: readonly string[]
): string =>
  element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      width,
      height,
      role: 'img',
      'aria-label': label,
      'font-family': FONT,
    },
    ...children,
  );

/** Widths in ems, roughly, of a character: Korean, narrow, capital, any other. */
const WIDTHS: readonly [RegExp, number][] = [
  [/[\u1100-\uffff]/, 0.95],
  [/[\s.,:;|/·'!()ijlt]/, 0.34],
  [/[\p{Lu}mw×]/u, 0.72],
];
const USUAL_WIDTH = 0.57;

/** The width of a text in pixels, roughly. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, one) => sum + (WIDTHS.find(([kind]) => kind.test(one))?.[1] ?? USUAL_WIDTH), 0) *
  size;
