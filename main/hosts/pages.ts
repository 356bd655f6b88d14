/** Pages of the browser host's own, for when the app itself cannot be shown. They load nothing. */

/** The styles' hash would change with every edit, so these pages carry a nonce as the app's page does. */
export function noticePage(title: string, paragraphs: readonly string[], nonce: string): string {
  const text = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n    ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${escapeHtml(title)} - Skipwire</title>
    <style nonce="${nonce}">
      :root { color-scheme: light dark; }
      body { font: 15px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem;
             color: light-dark(#17202a, #e6ebf0); background: light-dark(#f3f5f7, #0f1216); }
      h1 { font-size: 1.25rem; font-weight: 600; border-left: 4px solid light-dark(#e8622c, #ff8a5c);
           padding-left: 0.75rem; }
    </style>
  </head>
  <body>
    <h1>${escapeHtml(title)}</h1>
    ${text}
  </body>
</html>
`;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export const notices = {
  notSignedIn: {
    title: 'This page is not signed in',
    paragraphs: ['Open Skipwire with the link from its terminal.'],
  },
  wrongHost: {
    title: 'Skipwire answers to this machine only',
    paragraphs: [
      'Open it as http://127.0.0.1 or http://localhost. From another machine, use an SSH tunnel: ssh -L 8080:127.0.0.1:<port> <machine>.',
    ],
  },
  notFound: { title: 'There is nothing here', paragraphs: ['Open the start page of Skipwire instead.'] },
  notBuilt: {
    title: 'The window is not built',
    paragraphs: ['Run "npm run build" in the Skipwire folder and load this page again.'],
  },
} as const;

export type Notice = keyof typeof notices;
