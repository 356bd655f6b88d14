/** A picture as a file of its own, in the light colors. */
import { type ColorMode, token, tokenVariables } from './colors';
import { element } from './svg';

/** Variables of colors as values. */
export function inColors(text: string, mode: ColorMode): string {
  const variables = tokenVariables(mode);
  return text.replace(/var\((--sw-[\w-]+)\)/g, (_, name: string) => variables[name] ?? 'currentColor');
}

/** The variables of its colors as values, on a background. */
export function standalone(svg: string, mode: ColorMode = 'light'): string {
  const background = element('rect', { width: '100%', height: '100%', fill: inColors(token('panel'), mode) });
  return `${inColors(svg, mode).replace('>', () => `>${background}`)}\n`;
}
