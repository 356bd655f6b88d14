/** A picture as a file of its own, in the light colors. */
import { type ColorMode, tokenVariables } from './colors';
import { element } from './svg';

/** The variables of its colors as values, on a background. */
export function standalone(svg: string, mode: ColorMode = 'light'): string {
  const variables = tokenVariables(mode);
  const colored = svg.replace(
    /var\((--sw-[\w-]+)\)/g,
    (_, name: string) => variables[name] ?? 'currentColor',
  );
  const background = element('rect', { width: '100%', height: '100%', fill: variables['--sw-panel'] });
  return `${colored.replace('>', () => `>${background}`)}\n`;
}
