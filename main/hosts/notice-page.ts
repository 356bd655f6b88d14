/** Pages that the browser host shows when the app itself cannot be shown. */
import { escapeXml } from '../../core/figures/svg';
import { type Key, language, t } from '../../core/messages';

export function noticePage(notice: Notice, nonce: string): string {
  const [title, text] = notices[notice].map((key) => escapeXml(t(key))) as [string, string];
  return `<!doctype html>
<html lang="${language()}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title} - Skipwire</title>
    <style nonce="${nonce}">
      :root { color-scheme: light dark; }
      body { font: 15px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem;
             color: light-dark(#17202a, #e6ebf0); background: light-dark(#f3f5f7, #0f1216); }
      h1 { font-size: 1.25rem; font-weight: 600; border-left: 4px solid light-dark(#e8622c, #ff8a5c);
           padding-left: 0.75rem; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${text}</p>
  </body>
</html>
`;
}

const notices = {
  notSignedIn: ['hosts.notice.notSignedIn.title', 'hosts.notice.notSignedIn.text'],
  wrongHost: ['hosts.notice.wrongHost.title', 'hosts.notice.wrongHost.text'],
  notFound: ['hosts.notice.notFound.title', 'hosts.notice.notFound.text'],
  notBuilt: ['hosts.notice.notBuilt.title', 'hosts.notice.notBuilt.text'],
} as const satisfies Record<string, readonly [Key, Key]>;

export type Notice = keyof typeof notices;
