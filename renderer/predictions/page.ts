/** Pictures and predictions, a page at a time. Pure. */
import type { Progress } from '../../core/contract/engine';
import type { Guess, Picture, PredictEvent } from '../../core/contract/predict';
import type { PreviewImage } from '../../core/contract/preview';

/** Pictures of a page. */
export const PAGE_SIZE = 24;

export type AskedNetwork = Extract<PredictEvent, { type: 'networks' }>['networks'][number];

export interface Answer {
  /** Most likely first. */
  top: readonly Guess[];
  seen?: PreviewImage | undefined;
}

export interface PicturePage {
  networks: readonly AskedNetwork[];
  pictures: readonly Picture[];
  /** By network, then by picture; absent while pending, null if a picture has a problem. */
  answers: readonly (readonly (Answer | null | undefined)[])[];
  /** Pictures of all pages, once known. */
  total?: number;
  /** Where there are more: of a folder, only the first ones are shown. */
  found?: number;
  progress?: Progress;
}

export const EMPTY_PAGE: PicturePage = { networks: [], pictures: [], answers: [] };

export function received(page: PicturePage, event: PredictEvent): PicturePage {
  switch (event.type) {
    case 'progress':
      return { ...page, progress: event.progress };
    case 'networks':
      return { ...page, networks: event.networks, answers: event.networks.map(() => []) };
    case 'pictures':
      return { ...page, pictures: event.pictures, total: page.total ?? event.total };
    case 'answers':
      return {
        ...page,
        answers: page.answers.map((answers, network) => {
          if (network !== event.network) return answers;
          const all = [...answers];
          for (const [at, answer] of event.answers.entries()) all[event.first + at] = answer;
          return all;
        }),
      };
  }
}

export const classOf = ({ inference }: AskedNetwork, output: number): string | undefined =>
  inference.classes?.[output];
