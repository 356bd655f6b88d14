/**
 * Uploads: POST requests whose `Host`, `Origin` and pass the caller has checked.
 * //   /uploads?page=...               {"files", "bytes"}  ->  {"id"}
 *   /uploads/<id>/files?path=...    the bytes of one file
 *   /uploads/<id>/end               ->  {"path"}, to inspect and import
 *   /uploads/<id>/remove
 * // A refusal is a 400 with {"message", "said"}: in English, and as data.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { PAGE, pageSchema } from '../../core/contract/sign-in';
import { inEnglish, type Message, message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import type { Uploads } from './uploads';
import { sendJson } from './window-files';

const announcedSchema = z.object({ files: z.number(), bytes: z.number() });
const MAX_JSON_BYTES = 4096;

export const isUploadPath = (pathname: string): boolean =>
  pathname === '/uploads' || pathname.startsWith('/uploads/');

export async function answerUpload(
  request: IncomingMessage,
  response: ServerResponse,
  uploads: Uploads,
): Promise<void> {
  try {
    const answer = await perform(request, uploads);
    if (answer === undefined) sendJson(response, 404, answerOf(message('hosts.upload.unknownCall')));
    else sendJson(response, 200, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Browsers read the response only after sending the whole file.
    request.resume();
    sendJson(response, 400, answerOf(error.said));
  }
}

const answerOf = (said: Message): object => ({ message: inEnglish(said), said });

async function perform(request: IncomingMessage, uploads: Uploads): Promise<object | undefined> {
  const [pathname = '', query = ''] = (request.url ?? '').split('?', 2);
  if (pathname === '/uploads') {
    const page = pageSchema.safeParse(new URLSearchParams(query).get(PAGE));
    return { id: await uploads.begin(await announced(request), page.data) };
  }
  const [, id, call] = pathname.match(/^\/uploads\/([0-9a-f]{36})\/(files|end|remove)$/) ?? [];
  if (id === undefined) return undefined;
  if (call === 'end') return { path: await uploads.end(id) };
  if (call === 'remove') await uploads.remove(id);
  else await uploads.receive(id, new URLSearchParams(query).get('path') ?? '', request);
  return {};
}

async function announced(request: IncomingMessage): Promise<z.infer<typeof announcedSchema>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_JSON_BYTES) refuse('hosts.upload.announcementSize', { most: MAX_JSON_BYTES });
    chunks.push(chunk);
  }
  try {
    return announcedSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    refuse('hosts.upload.announcement');
  }
}
