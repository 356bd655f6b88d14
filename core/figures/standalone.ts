/** A picture as a file of its own, in the light colors. */
import { type ColorMode, token, tokenVariables } from './colors';
import { element, rounded } from './svg';

/** Variables of colors as values. */
export function inColors(text: string, mode: ColorMode): string {
  const variables = tokenVariables(mode);
  return text.replace(/var\((--sw-[\w-]+)\)/g, (_, name: string) => variables[name] ?? 'currentColor');
}

/** Pixels around the picture. */
const MARGIN = 12;

const SIZE = /viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"/;

const framed = (svg: string, margin: number): string =>
  svg.replace(SIZE, (_, ...sides: string[]) => {
    const [width, height] = sides.slice(0, 2).map((side) => Number(rounded(Number(side) + 2 * margin)));
    return `viewBox="${-margin} ${-margin} ${width} ${height}" width="${width}" height="${height}"`;
  });

/** The variables of its colors as values, on a background. */
export function standalone(svg: string, mode: ColorMode = 'light', margin = MARGIN): string {
  const fill = inColors(token('panel'), mode);
  const background = element('rect', { x: -margin, y: -margin, width: '100%', height: '100%', fill });
  return `${inColors(framed(svg, margin), mode).replace('>', () => `>${background}`)}\n`;
}
